package broadside.intake.sign;

import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Group;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.policy.Witness;
import broadside.proof.sealed.AgeIdentity;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next version of a policy, as it comes to be.
 *
 * <p><b>Threads:</b> one.
 */
public final class PolicyChange {
  /** As many witnesses as make two quorums share an honest one, if two thirds are. */
  public static final int DEFAULT_QUORUM = -1;

  private static final String ALL = "witnesses";

  private final Policy before;
  private final LogPolicy log;
  private final List<Roles.Editor> editors;
  private final List<Witness> witnesses;
  private final List<Roles.Custodian> custodians;
  private Roles.@Nullable Successor successor;
  private int threshold;
  private int quorum = DEFAULT_QUORUM;
  private @Nullable Instant expires;

  /** A change of this policy that changes nothing yet. */
  public PolicyChange(Policy before) {
    this(before, before.log());
  }

  /**
   * The same, where the log is another than the policy's by now: its successor.
   *
   * @param log the log's key and address
   */
  public PolicyChange(Policy before, LogPolicy log) {
    this.before = before;
    this.log = log;
    this.editors = new ArrayList<>(before.roles().editors());
    this.witnesses = new ArrayList<>(before.log().witnesses());
    this.custodians = new ArrayList<>(before.roles().custodians());
    Roles.Successor named = before.roles().successor();
    this.successor = named != null && named.key().equals(log.log()) ? null : named;
    this.threshold = before.roles().threshold();
    this.expires = before.roles().expires();
  }

  /** Adds an editor, or gives one another key. */
  public void editor(Roles.Editor editor) {
    removeEditor(editor.name());
    editors.add(editor);
  }

  /** Removes an editor. */
  public boolean removeEditor(String name) {
    return editors.removeIf(e -> e.name().equals(name));
  }

  /** Adds a witness, or gives one another key or address. */
  public void witness(Witness witness) {
    removeWitness(witness.name());
    witnesses.add(witness);
  }

  /** Removes a witness. */
  public boolean removeWitness(String name) {
    return witnesses.removeIf(w -> w.name().equals(name));
  }

  /**
   * Adds a custodian, or gives one another key. Later seals are for those of the policy in force;
   * earlier ones stay with whom they name.
   *
   * @throws IllegalArgumentException where nothing could be encrypted to its recipient
   */
  public void custodian(Roles.Custodian custodian) {
    if (!AgeIdentity.isRecipient(custodian.recipient())) {
      throw new IllegalArgumentException("no age recipient: " + custodian.recipient());
    }
    removeCustodian(custodian.name());
    custodians.add(custodian);
  }

  /** Removes a custodian. */
  public boolean removeCustodian(String name) {
    return custodians.removeIf(c -> c.name().equals(name));
  }

  /** The log that continues this one. */
  public void successor(Roles.Successor next) {
    successor = next;
  }

  /** How many editors a statement takes. */
  public void threshold(int editorsNeeded) {
    threshold = editorsNeeded;
  }

  /**
   * How many of the witnesses a checkpoint takes; 0 for none. Where nothing is said the quorum
   * stays as long as the witnesses do, and is {@link #DEFAULT_QUORUM} where they change.
   */
  public void quorum(int witnessesNeeded) {
    quorum = witnessesNeeded;
  }

  /** When readers are warned that the policy is old. */
  public void expires(@Nullable Instant time) {
    expires = time;
  }

  /**
   * The next version.
   *
   * @throws IllegalArgumentException where it is no policy, with what is wrong
   */
  public Policy next() {
    boolean keepsQuorum = quorum == DEFAULT_QUORUM && witnesses.equals(before.log().witnesses());
    LogPolicy next =
        keepsQuorum
            ? new LogPolicy(
                log.log(), log.url(), witnesses, before.log().groups(), before.log().quorum())
            : witnessed(log.log(), log.url(), witnesses, quorum);
    Roles roles =
        new Roles(before.version() + 1, editors, threshold, custodians, successor, expires);
    return new Policy(next, roles);
  }

  /**
   * The policy of a log, with its witnesses in one group.
   *
   * @param quorum how many of them a checkpoint takes; {@link #DEFAULT_QUORUM}, or 0 for none
   * @throws IllegalArgumentException where it is no policy, with what is wrong
   */
  static LogPolicy witnessed(
      VerifierKey log, @Nullable URI url, List<Witness> witnesses, int quorum) {
    if (quorum > witnesses.size()) {
      throw new IllegalArgumentException(
          "a quorum of %d of %d witnesses".formatted(quorum, witnesses.size()));
    }
    int needed = quorum == DEFAULT_QUORUM ? sharing(witnesses.size()) : quorum;
    if (needed < 0) {
      throw new IllegalArgumentException("a negative quorum");
    }
    if (needed == 0) {
      return new LogPolicy(log, url, witnesses, List.of(), LogPolicy.NONE);
    }
    Group all = new Group(ALL, needed, witnesses.stream().map(Witness::name).toList());
    return new LogPolicy(log, url, witnesses, List.of(all), ALL);
  }

  /** So many that two quorums share a witness that is honest, if two thirds are: 1 + ⌊2n/3⌋. */
  private static int sharing(int witnesses) {
    return witnesses == 0 ? 0 : 1 + 2 * witnesses / 3;
  }

  /**
   * Why a policy's quorum protects less than it might, in a sentence; null where it does not, and
   * where there are no witnesses.
   */
  public static @Nullable String weakness(LogPolicy policy) {
    int all = policy.witnesses().size();
    List<String> keys = policy.witnessKeys().stream().map(VerifierKey::publicKey).toList();
    int needed = 0;
    while (needed < all && !policy.isQuorum(keys.subList(0, needed))) {
      needed++;
    }
    return needed >= sharing(all)
        ? null
        : "A quorum of %d of %d witness%s is less than %d: two quorums need not share an honest witness then, though two thirds are honest, and readers may be shown two histories that both count. Say --quorum %d, or nothing, unless you know why."
            .formatted(needed, all, all == 1 ? "" : "es", sharing(all), sharing(all));
  }
}
