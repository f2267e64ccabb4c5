package broadside.proof.policy;

import broadside.proof.log.Checkpoint;
import broadside.proof.note.Cosignature;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoints count: the log's key, the witnesses, and how many of them (C2SP tlog-policy,
 * with one log, in one encoding: no comments, no empty lines, single spaces, log, witnesses,
 * groups, quorum).
 *
 * @param log the log's key; its name is the origin
 * @param url the log's address, or null
 * @param groups each after its members
 * @param quorum the name of a witness or group, or {@link #NONE}
 */
public record LogPolicy(
    VerifierKey log,
    @Nullable URI url,
    List<Witness> witnesses,
    List<Group> groups,
    String quorum) {
  /** The quorum that asks for no witness. */
  public static final String NONE = "none";

  /** Witnesses, and groups, at most. */
  public static final int MOST = 32;

  public LogPolicy {
    witnesses = List.copyOf(witnesses);
    groups = List.copyOf(groups);
    if (log.type() != KeyType.NOTE) {
      throw new IllegalArgumentException("the log's key is not for notes");
    }
    checkAddress(url);
    if (witnesses.size() > MOST || groups.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " witnesses or groups");
    }
    Set<String> names = new HashSet<>();
    for (Witness witness : witnesses) {
      checkNew(names, witness.name());
    }
    Set<String> members = new HashSet<>();
    for (Group group : groups) {
      for (String member : group.members()) {
        if (!names.contains(member) || !members.add(member)) {
          throw new IllegalArgumentException(
              "in group %s: %s is not known, or in two groups".formatted(group.name(), member));
        }
      }
      checkNew(names, group.name());
    }
    if (!quorum.equals(NONE) && !names.contains(quorum)) {
      throw new IllegalArgumentException("the quorum " + quorum + " is not known");
    }
  }

  /** The text. */
  public String print() {
    StringBuilder text = new StringBuilder(1024).append("log ").append(log.print());
    address(text, url);
    for (Witness w : witnesses) {
      text.append("witness ").append(w.name()).append(' ').append(w.key().print());
      address(text, w.url());
    }
    for (Group g : groups) {
      text.append("group ").append(g.name()).append(' ').append(g.threshold());
      g.members().forEach(m -> text.append(' ').append(m));
      text.append('\n');
    }
    return text.append("quorum ").append(quorum).append('\n').toString();
  }

  /** The inverse of {@link #print()}. */
  static LogPolicy parse(String text) throws FormatException {
    VerifierKey log = null;
    URI url = null;
    List<Witness> witnesses = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    String quorum = "";
    try {
      for (String line : SignedText.lines(text)) {
        List<String> words = List.of(line.split(" ", -1));
        switch (words.getFirst() + " " + Math.min(words.size(), 4)) {
          case "log 2", "log 3" -> {
            log = VerifierKey.parse(words.get(1));
            url = url(words, 2);
          }
          case "witness 3", "witness 4" ->
              witnesses.add(
                  new Witness(words.get(1), VerifierKey.parse(words.get(2)), url(words, 3)));
          case "group 4" ->
              groups.add(
                  new Group(
                      words.get(1),
                      SignedText.integer(words.get(2)),
                      words.subList(3, words.size())));
          case "quorum 2" -> quorum = words.get(1);
          default -> throw new FormatException("no line of a policy: " + line);
        }
      }
      if (log != null) {
        LogPolicy policy = new LogPolicy(log, url, witnesses, groups, quorum);
        if (policy.print().equals(text)) {
          return policy;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException("no policy: " + e.getMessage());
    }
    throw new FormatException("no policy, or not in its one encoding");
  }

  /** The same witnesses and quorum for another log, which nobody has said an address of. */
  public LogPolicy of(VerifierKey otherLog) {
    return new LogPolicy(otherLog, null, witnesses, groups, quorum);
  }

  /** The witnesses' keys. */
  public List<VerifierKey> witnessKeys() {
    return witnesses.stream().map(Witness::key).toList();
  }

  /** True where cosignatures of these public keys are enough. */
  public boolean isQuorum(Collection<String> publicKeys) {
    Set<String> satisfied = new HashSet<>();
    satisfied.add(NONE);
    for (Witness witness : witnesses) {
      if (publicKeys.contains(witness.key().publicKey())) {
        satisfied.add(witness.name());
      }
    }
    for (Group group : groups) { // each after its members
      if (group.members().stream().filter(satisfied::contains).count() >= group.threshold()) {
        satisfied.add(group.name());
      }
    }
    return satisfied.contains(quorum);
  }

  /**
   * The checkpoint in a note that the log signed and a quorum cosigned.
   *
   * @throws FormatException where one of them did not
   */
  public Seen check(SignedNote note) throws FormatException {
    Checkpoint checkpoint = Checkpoint.of(note, log);
    Map<String, Instant> times = Cosignature.times(note, witnessKeys());
    if (!isQuorum(times.keySet())) {
      throw new FormatException(
          "cosigned by %d of %d witnesses: too few for the quorum \"%s\""
              .formatted(times.size(), witnesses.size(), quorum));
    }
    return new Seen(checkpoint, times, quorumTime(times));
  }

  /**
   * A checkpoint that counts.
   *
   * @param times when each witness saw it, by public key
   * @param time when a quorum had seen it last, or null where the policy asks for no witness
   */
  public record Seen(Checkpoint checkpoint, Map<String, Instant> times, @Nullable Instant time) {
    public Seen {
      times = Map.copyOf(times);
    }
  }

  /**
   * The newest time at or after which a quorum of these signed, or null where they are none or the
   * policy asks for no witness.
   *
   * @param times of witnesses, by public key
   */
  public @Nullable Instant quorumTime(Map<String, Instant> times) {
    if (quorum.equals(NONE)) {
      return null;
    }
    Map<String, Instant> newest = new LinkedHashMap<>();
    List<Map.Entry<String, Instant>> all = new ArrayList<>(times.entrySet());
    all.sort(Map.Entry.<String, Instant>comparingByValue().reversed());
    for (Map.Entry<String, Instant> witness : all) {
      newest.put(witness.getKey(), witness.getValue());
      if (isQuorum(new LinkedHashSet<>(newest.keySet()))) {
        return witness.getValue();
      }
    }
    return null;
  }

  static void checkName(String name) {
    if (!VerifierKey.isName(name) || name.equals(NONE)) {
      throw new IllegalArgumentException("no name in a policy: " + name);
    }
  }

  static void checkAddress(@Nullable URI url) {
    if (url != null
        && (url.getHost() == null || !List.of("http", "https").contains(url.getScheme()))) {
      throw new IllegalArgumentException("no address in a policy: " + url);
    }
  }

  private static void checkNew(Set<String> names, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(name + " is defined twice");
    }
  }

  private static @Nullable URI url(List<String> words, int at) throws FormatException {
    if (words.size() <= at) {
      return null;
    }
    try {
      return new URI(words.get(at));
    } catch (URISyntaxException e) {
      throw new FormatException("no address: " + words.get(at));
    }
  }

  private static void address(StringBuilder text, @Nullable URI url) {
    if (url != null) {
      text.append(' ').append(url);
    }
    text.append('\n');
  }
}
