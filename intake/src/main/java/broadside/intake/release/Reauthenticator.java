package broadside.intake.release;

import broadside.archive.dkim.KeyLine;
import broadside.archive.dkim.VerdictList;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.intake.PrivateDirectory;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.dkim.SignatureReader;
import broadside.intake.dkim.SignatureReader.SignatureReading;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.Redaction;
import broadside.intake.ledger.SignatureFacts;
import broadside.intake.segment.SegmentReader;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.Signer;
import broadside.mail.dkim.DomainKey;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Verdicts;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks again at signatures whose keys were not known. What a mail without a number gets goes into
 * its manifest line; about one that is out already the editors sign a list of verdicts.
 *
 * <p><b>Threads:</b> one; the publication is open for writing and its log is up to its ledger.
 */
public final class Reauthenticator {
  /** What a line of a list has beside its verdicts, at most; and the empty line. */
  private static final int LINE_BYTES = 40;

  /** Mails between two commits. */
  private static final int BATCH = 4_000;

  private final PrivateDirectory directory;
  private final Ledger ledger;
  private final KeyLookup keys;
  private final SignatureReader reader;
  private final CheckMonitor monitor;
  private final long mostBytes;
  private long looked;

  /**
   * For this publication.
   *
   * @param monitor is told of each mail; a stop keeps what was found of those that are not out, and
   *     the keys that were learned
   */
  public Reauthenticator(PrivateDirectory directory, KeyLookup keys, CheckMonitor monitor) {
    this(directory, keys, monitor, Enclosure.Kind.VERDICTS.mostBytes());
  }

  Reauthenticator(
      PrivateDirectory directory, KeyLookup keys, CheckMonitor monitor, long mostBytes) {
    this.mostBytes = mostBytes;
    this.directory = directory;
    this.ledger = directory.ledger();
    this.keys = keys;
    this.reader = new SignatureReader(keys);
    this.monitor = monitor;
  }

  /**
   * A list that waits to be signed.
   *
   * @param release whose mails it speaks of
   * @param bytes as {@link VerdictList#encode} makes them
   */
  public record Unsigned(int release, VerdictList list, byte[] bytes) {}

  /** How many mails are to be looked at, those that are not out and those that are. */
  public static long unsettled(Ledger ledger) throws IOException {
    return (long) ledger.dkimKeys().unsettled(false).size()
        + ledger.dkimKeys().unsettled(true).size();
  }

  /** How many mails were looked at. */
  public long looked() {
    return looked;
  }

  /**
   * Looks at the mails that have no number yet, and commits what comes of it.
   *
   * @return how many have other verdicts now
   */
  public long settleUnreleased() throws IOException {
    long changed = 0;
    int batch = 0;
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      for (long id : ledger.dkimKeys().unsettled(false)) {
        Mail mail = mail(id);
        SignatureReading reading = read(mail, segments);
        if (!verdicts(reading.facts()).equals(mail.dkim())) {
          ledger.dkimKeys().put(id, reading.facts());
          changed++;
        }
        if (++batch % BATCH == 0) {
          commit();
        }
      }
    }
    commit();
    return changed;
  }

  /** Looks at the mails that are out; what is new of them, in lists of one release each. */
  public List<Unsigned> released() throws IOException {
    Map<Long, List<SignatureVerdict>> said = said();
    SortedMap<Integer, SortedMap<Long, SignatureFacts>> found = new TreeMap<>();
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      for (long id : ledger.dkimKeys().unsettled(true)) {
        Mail mail = mail(id);
        Long position = ledger.withdrawals().of(mail.release()).get(mail.number());
        Redaction redaction =
            ledger.redactions().of(id, position == null ? Redaction.FROM_RELEASE : position);
        if (position != null && redaction == null) {
          monitor.progress(0);
          continue; // taken back: nothing is said of it any more
        }
        SignatureFacts facts = read(mail, segments).facts();
        List<SignatureVerdict> verdicts = Tellable.verdicts(verdicts(facts), redaction);
        List<SignatureVerdict> before = said.getOrDefault(mail.number(), mail.dkim());
        if (before == null || !verdicts.equals(Tellable.verdicts(before, redaction))) {
          ledger.dkimKeys().putNames(id, facts);
          found
              .computeIfAbsent(mail.release(), _ -> new TreeMap<>())
              .put(
                  mail.number(),
                  new SignatureFacts(
                      verdicts, Set.copyOf(Tellable.names(facts.names(), redaction))));
        }
      }
    }
    commit();
    List<Unsigned> lists = new ArrayList<>();
    for (Map.Entry<Integer, SortedMap<Long, SignatureFacts>> one : found.entrySet()) {
      lists.addAll(lists(one.getKey(), one.getValue()));
    }
    return lists;
  }

  /** Lists of these, each as long as an enclosure may be. */
  private List<Unsigned> lists(int release, SortedMap<Long, SignatureFacts> found)
      throws IOException {
    List<Unsigned> lists = new ArrayList<>();
    SortedMap<Long, List<SignatureVerdict>> some = new TreeMap<>();
    SortedSet<String> names = new TreeSet<>();
    long bytes = 0;
    for (Map.Entry<Long, SignatureFacts> one : found.entrySet()) {
      List<SignatureVerdict> verdicts = verdicts(one.getValue());
      long line = LINE_BYTES + (long) SignatureVerdict.print(verdicts).length();
      long keyLines = bytes(one.getValue().names(), names);
      if (!some.isEmpty() && bytes + line + keyLines > mostBytes) {
        lists.add(list(release, some, names));
        some.clear();
        names.clear();
        bytes = 0;
        keyLines = bytes(one.getValue().names(), names);
      }
      some.put(one.getKey(), verdicts);
      names.addAll(one.getValue().names());
      bytes += line + keyLines;
    }
    lists.add(list(release, some, names));
    return lists;
  }

  private Unsigned list(
      int release, SortedMap<Long, List<SignatureVerdict>> verdicts, SortedSet<String> names)
      throws IOException {
    VerdictList list = new VerdictList(ReleaseKeys.named(ledger, names), verdicts);
    return new Unsigned(release, list, list.encode());
  }

  /** What the keys of these names take in a list that does not have them yet. */
  private long bytes(Set<String> names, Set<String> there) throws IOException {
    long bytes = 0;
    for (String name : names) {
      if (!there.contains(name)) {
        for (DomainKey key : ledger.dkimKeys().named(name)) {
          bytes += KeyLine.print(key).length() + 1;
        }
      }
    }
    return bytes;
  }

  /**
   * The statement of a list.
   *
   * @param time in whole seconds
   */
  public Verdicts statement(Unsigned list, Instant time) throws IOException {
    return new Verdicts(
        directory.identity(),
        directory.policy().version(),
        list.release(),
        SignedText.sha256Hex(list.bytes()),
        time);
  }

  /**
   * Signs and publishes lists, all or none.
   *
   * @param lists by their statements
   * @throws ReleaseException where a list is not the one that its statement names
   */
  public void publish(Map<Verdicts, byte[]> lists, Signer signer) throws IOException {
    for (Map.Entry<Verdicts, byte[]> one : lists.entrySet()) {
      check(one.getKey(), one.getValue());
    }
    new PublicLog(directory).ask();
    try {
      for (Map.Entry<Verdicts, byte[]> one : lists.entrySet()) {
        ledger.statements().addEnclosure(one.getValue());
        ledger.statements().add(signer.sign(one.getKey()));
      }
      ledger.commit();
    } catch (IOException | RuntimeException e) {
      ledger.rollback();
      throw e;
    }
    new PublicLog(directory).publish();
  }

  private static void check(Verdicts statement, byte[] list) throws ReleaseException {
    if (!SignedText.sha256Hex(list).equals(statement.list())) {
      throw new ReleaseException(
          "The list of verdicts is not the one that was signed: it has changed since. Nothing was published.");
    }
    try {
      VerdictList.parse(list);
    } catch (FormatException e) {
      throw new ReleaseException("What was signed is no list of verdicts: " + e.getMessage() + ".");
    }
  }

  /** What earlier lists say, the newest of each number. */
  private Map<Long, List<SignatureVerdict>> said() throws IOException {
    Map<Long, List<SignatureVerdict>> said = new HashMap<>();
    long size = ledger.statements().size();
    for (long position = 0; position < size; position++) {
      try {
        Statement statement = SignedStatement.parse(ledger.statements().at(position)).statement();
        if (statement instanceof Verdicts verdicts
            && ledger.statements().holds(verdicts.enclosure())) {
          said.putAll(
              VerdictList.parse(ledger.statements().enclosure(verdicts.enclosure())).verdicts());
        }
      } catch (FormatException e) {
        // an entry that is void, taken from a log whose key was stolen
      }
    }
    return said;
  }

  private SignatureReading read(Mail mail, SegmentReader segments) throws IOException {
    if (monitor.isCancelled()) {
      commit();
      throw new InterruptedIOException("stopped before mail " + mail.id());
    }
    SignatureReading reading = reader.read(segments.read(mail.stored()));
    looked++;
    monitor.progress(mail.stored().bytes());
    return reading;
  }

  private static List<SignatureVerdict> verdicts(SignatureFacts facts) {
    List<SignatureVerdict> verdicts = facts.verdicts();
    return verdicts == null ? List.of() : verdicts;
  }

  private void commit() throws IOException {
    for (DomainKey key : keys.takeLearned()) {
      ledger.dkimKeys().learn(key);
    }
    ledger.commit();
  }

  private Mail mail(long id) throws IOException {
    @Nullable Mail mail = ledger.mails().mail(id);
    if (mail == null) {
      throw new IllegalStateException("mail " + id + " went while the ledger was open");
    }
    return mail;
  }
}
