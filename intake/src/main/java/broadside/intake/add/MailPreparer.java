package broadside.intake.add;

import broadside.intake.add.Met.Entry;
import broadside.intake.add.Met.KnownMail;
import broadside.intake.add.Met.PreparedMail;
import broadside.intake.add.Met.RawMail;
import broadside.intake.dkim.SignatureReader;
import broadside.intake.dkim.SignatureReader.SignatureReading;
import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.NewMail;
import broadside.intake.ledger.NewMail.DefectCount;
import broadside.intake.ledger.SignatureFacts;
import broadside.intake.ledger.ThreadFacts;
import broadside.intake.quote.HiddenMails;
import broadside.intake.quote.Passages;
import broadside.intake.segment.DeflatedMail;
import broadside.intake.segment.MailDeflater;
import broadside.mail.message.Defect;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does everything for a mail that needs no order.
 *
 * <p><b>Threads:</b> one each.
 */
final class MailPreparer implements Closeable {
  /** The kind of defect that names signatures which were not looked at. */
  private static final String SIGNATURE_LIMIT = "limit-signatures";

  private final MessageParser parser;
  private final SignatureReader signatureReader;
  private final Detector detector;
  private final ThreadKeys threadKeys;
  private final HiddenMails hidden;
  private final @Nullable Ledger known;
  private final MessageDigest sha256;
  private final MailDeflater deflater = new MailDeflater();

  /**
   * @param known a reader of the ledger, to be closed with this; null where the ledger was empty
   */
  MailPreparer(
      MessageParser parser,
      SignatureReader signatureReader,
      Detector detector,
      ThreadKeys threadKeys,
      HiddenMails hidden,
      @Nullable Ledger known) {
    this.parser = parser;
    this.signatureReader = signatureReader;
    this.detector = detector;
    this.threadKeys = threadKeys;
    this.hidden = hidden;
    this.known = known;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Each of the things met, in order, ready for the ledger. */
  List<Entry> prepare(List<Met> chunk) throws IOException {
    List<Entry> entries = new ArrayList<>(chunk.size());
    for (Met met : chunk) {
      entries.add(
          switch (met) {
            case RawMail mail -> prepare(mail);
            case Entry entry -> entry;
          });
    }
    if (known != null) {
      known.rollback(); // ends the read, so that the write-ahead log can be reused
    }
    return entries;
  }

  private Entry prepare(RawMail mail) throws IOException {
    byte[] hash = sha256.digest(mail.bytes());
    if (known != null && known.additions().find(hash) != 0) {
      return new KnownMail(mail.place(), hash, mail.bytes().length);
    }
    DeflatedMail deflated = deflater.deflate(mail.bytes());
    try {
      return prepare(mail, hash, deflated);
    } catch (RuntimeException | StackOverflowError e) {
      // A mail that breaks the program must neither be lost nor stop the others.
      return unreadable(mail, hash, deflated, e);
    }
  }

  /** The pipeline of DESIGN §2 for one mail: what can be said of it without the ledger. */
  private PreparedMail prepare(RawMail mail, byte[] hash, DeflatedMail deflated) {
    Message message = parser.parse(mail.bytes());
    byte[] content = NewMail.content(message);
    ThreadFacts thread = threadKeys.of(message, hash);
    long[] quoted = Passages.quoted(message);
    SignatureReading signatures = signatureReader.read(mail.bytes());
    List<Finding> findings = new ArrayList<>(detector.find(message, mail.bytes(), parser));
    findings.addAll(hidden.in(quoted, content));
    return new PreparedMail(
        mail.place(),
        hash,
        content,
        message.date().instant(),
        UnseenAttachments.count(message),
        thread,
        quoted,
        signatures.facts(),
        findings,
        count(message.defects(), signatures.limits()),
        deflated);
  }

  private PreparedMail unreadable(
      RawMail mail, byte[] hash, DeflatedMail deflated, Throwable failure) {
    return new PreparedMail(
        mail.place(),
        hash,
        Arrays.copyOf(hash, NewMail.CONTENT_BYTES),
        null,
        0,
        threadKeys.ofUnreadable(hash),
        new long[0],
        SignatureFacts.UNKNOWN,
        List.of(new Finding("unreadable", "mail", "the program failed on it: " + failure)),
        List.of(),
        deflated);
  }

  @Override
  public void close() throws IOException {
    deflater.close();
    if (known != null) {
      known.close();
    }
  }

  private static List<DefectCount> count(List<Defect> defects, List<String> limits) {
    if (defects.isEmpty() && limits.isEmpty()) {
      return List.of();
    }
    Map<Defect.Kind, DefectCount> counts = new EnumMap<>(Defect.Kind.class);
    for (Defect defect : defects) {
      String kind = defect.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      counts.merge(
          defect.kind(),
          new DefectCount(kind, 1, defect.detail()),
          (a, b) -> new DefectCount(kind, a.count() + 1, a.detail()));
    }
    List<DefectCount> all = new ArrayList<>(counts.values());
    if (!limits.isEmpty()) {
      all.add(new DefectCount(SIGNATURE_LIMIT, limits.size(), limits.getFirst()));
    }
    return all;
  }
}
