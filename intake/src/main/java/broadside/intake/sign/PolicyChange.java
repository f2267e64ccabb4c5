package broadside.intake.sign;

import broadside.proof.policy.Group;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.policy.Witness;
import broadside.proof.sealed.AgeIdentity;
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
  private static final String ALL = "witnesses";

  private final Policy before;
  private final LogPolicy log;
  private final List<Roles.Editor> editors;
  private final List<Witness> witnesses;
  private final List<Roles.Custodian> custodians;
  private Roles.@Nullable Successor successor;
  private int threshold;
  private int quorum = -1;
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

  /** How many of the witnesses a checkpoint takes; 0 for none. */
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
    if (quorum > witnesses.size()) {
      throw new IllegalArgumentException(
          "a quorum of %d of %d witnesses".formatted(quorum, witnesses.size()));
    }
    int needed = quorum >= 0 ? quorum : Math.min(defaultQuorum(), witnesses.size());
    boolean none = witnesses.isEmpty() || needed == 0;
    List<Group> groups =
        none
            ? List.of()
            : List.of(new Group(ALL, needed, witnesses.stream().map(Witness::name).toList()));
    LogPolicy next =
        new LogPolicy(log.log(), log.url(), witnesses, groups, none ? LogPolicy.NONE : ALL);
    Roles roles =
        new Roles(before.version() + 1, editors, threshold, custodians, successor, expires);
    return new Policy(next, roles);
  }

  /** So many that two quorums share a witness that is honest, if two thirds are: 1 + ⌊2n/3⌋. */
  private int defaultQuorum() {
    return witnesses.isEmpty() ? 0 : 1 + 2 * witnesses.size() / 3;
  }
}
