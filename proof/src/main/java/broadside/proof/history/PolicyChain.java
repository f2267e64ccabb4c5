package broadside.proof.history;

import broadside.proof.log.Checkpoint;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The versions of a policy, each decided by the editors of the one before it and by its own, and
 * the logs that they stand in, each named by a policy of the one before it. An index counts the
 * entries of all these logs, in their order.
 *
 * <p><b>Threads:</b> one.
 */
public final class PolicyChain {
  private final List<Policy> policies = new ArrayList<>();
  private final List<Long> since = new ArrayList<>();
  private final List<ChainedLog> logs = new ArrayList<>();
  private final List<Checkpoint> predecessors = new ArrayList<>();

  /** A chain that begins with version 1, which entry 0 put in force. */
  public PolicyChain(Policy first) throws FormatException {
    if (first.version() != 1) {
      throw new FormatException("the first policy is of version " + first.version());
    }
    policies.add(first);
    since.add(0L);
    logs.add(new ChainedLog(first.log().log(), 0));
  }

  private PolicyChain(PolicyChain other) {
    policies.addAll(other.policies);
    since.addAll(other.since);
    logs.addAll(other.logs);
    predecessors.addAll(other.predecessors);
  }

  PolicyChain copy() {
    return new PolicyChain(this);
  }

  /** All logs, in their order; the last is the one that goes on. */
  public List<ChainedLog> logs() {
    return List.copyOf(logs);
  }

  /** Where each log ends that another follows: the editors have signed that. */
  public List<Checkpoint> predecessors() {
    return List.copyOf(predecessors);
  }

  /**
   * Which checkpoints count now: the newest version's rule, with the key of the log that goes on.
   */
  public LogPolicy checkpoints() {
    LogPolicy newest = newest().log();
    return newest.log().equals(logs.getLast().key()) ? newest : newest.of(logs.getLast().key());
  }

  /** The publication's identity. */
  public String publication() {
    return policies.getFirst().hash();
  }

  /** The newest version. */
  public Policy newest() {
    return policies.getLast();
  }

  /** All versions, from 1. */
  public List<Policy> all() {
    return List.copyOf(policies);
  }

  /** The entry that put a version in force. */
  public long index(int version) {
    return since.get(version - 1);
  }

  /**
   * The version in force for the entry at {@code index}: the newest one that a lower entry made.
   */
  public Policy at(long index) {
    int version = policies.size();
    while (version > 1 && since.get(version - 1) >= index) {
      version--;
    }
    return policies.get(version - 1);
  }

  /**
   * Says that a statement at this place of the log is this publication's, names the policy in
   * force, and was decided under it. A receipt names the policy of its seal instead, which may be
   * an earlier one: custodians answer for what they were given, whoever decides now.
   *
   * @throws FormatException where it was not: the entry is void
   */
  public void check(SignedStatement signed, long index) throws FormatException {
    Policy judge = at(index);
    if (signed.statement() instanceof Receipt receipt && receipt.policy() < judge.version()) {
      judge = policies.get(receipt.policy() - 1);
    }
    checkHead(signed.statement(), judge);
    signed.check(judge);
  }

  /**
   * Says that the editors in force have decided on a new version, before anybody looks for its
   * texts: nobody else can make a reader wait for them.
   *
   * @throws FormatException where they have not: the entry is void
   */
  void checkDecided(SignedStatement signed) throws FormatException {
    checkHead(signed.statement(), newest());
    Set<String> signers = new HashSet<>();
    signed.note().signers(newest().editorKeys()).forEach(key -> signers.add(key.publicKey()));
    if (signers.size() < newest().roles().threshold()) {
      throw new FormatException("a policy that too few of the editors in force signed");
    }
  }

  /**
   * Puts the next version in force.
   *
   * @param index of the statement's entry: above those of the earlier versions
   * @param next the texts that it names
   * @throws FormatException where it does not follow, or was not decided by both thresholds
   */
  public void add(SignedStatement signed, long index, Policy next) throws FormatException {
    Policy before = newest();
    checkHead(signed.statement(), before);
    if (!(signed.statement() instanceof PolicyStatement change)
        || index <= Math.max(since.getLast(), logs.getLast().first())
        || change.version() != next.version()
        || !change.texts().equals(next.hash())
        || !before.hash().equals(change.previous())) {
      throw new FormatException("no statement of policy " + (before.version() + 1));
    }
    if (!next.log().log().equals(logs.getLast().key())) {
      throw new FormatException("a policy for another log: only a successor can be that");
    }
    signed.check(List.of(before, next));
    policies.add(next);
    since.add(index);
  }

  /**
   * Goes on with the log that the policy in force names as successor.
   *
   * @param signed the first entry of that log
   * @param index of the entry: as many as there are before it
   * @throws FormatException where it does not continue the log so far, or was not decided by the
   *     editors in force. Whether the root is the predecessor's its caller has to say
   */
  public void follow(SignedStatement signed, long index) throws FormatException {
    ChainedLog before = logs.getLast();
    checkHead(signed.statement(), newest());
    if (!(signed.statement() instanceof Continuation next)
        || !next.origin().equals(before.key().name())
        || next.size() != index - before.first()
        || index <= since.getLast()) {
      throw new FormatException(
          "no statement that continues the %d entries of the log %s"
              .formatted(index - before.first(), before.key().name()));
    }
    Roles.Successor successor = newest().roles().successor();
    if (successor == null || logs.stream().anyMatch(log -> isSame(log, successor))) {
      throw new FormatException(
          "policy %d, which is in force, names no successor of the log %s"
              .formatted(newest().version(), before.key().name()));
    }
    signed.check(newest());
    logs.add(new ChainedLog(successor.key(), index));
    predecessors.add(next.predecessor());
  }

  private static boolean isSame(ChainedLog log, Roles.Successor successor) {
    return log.key().publicKey().equals(successor.key().publicKey())
        || log.key().name().equals(successor.origin());
  }

  private void checkHead(Statement statement, Policy inForce) throws FormatException {
    if (!statement.publication().equals(publication())) {
      throw new FormatException("a statement of another publication");
    }
    if (statement.policy() != inForce.version()) {
      throw new FormatException(
          "a statement under policy %d while %d was in force"
              .formatted(statement.policy(), inForce.version()));
    }
  }
}
