package broadside.intake.sign;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Statements;
import broadside.proof.log.Checkpoint;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log that goes on, as the ledger tells it.
 *
 * @param number of the log among the publication's, from 1
 * @param first the position of its first entry
 * @param policy which of its checkpoints count: the newest version's rule, with this log's key
 * @param predecessor where the log before it ended, or null for the first
 */
public record CurrentLog(
    int number, long first, LogPolicy policy, @Nullable Checkpoint predecessor) {

  /** The current log of a publication. */
  public static CurrentLog of(PrivateDirectory directory) throws IOException {
    Statements statements = directory.ledger().statements();
    List<Policy> policies = statements.policies();
    LogPolicy newest = directory.policy().log();
    CurrentLog log = new CurrentLog(1, 0, newest.of(policies.getFirst().log().log()), null);
    for (long position : statements.continuations()) {
      log = log.followed(position, statements.at(position), policies);
    }
    return log.policy().log().equals(newest.log())
        ? new CurrentLog(log.number, log.first, newest, log.predecessor)
        : log;
  }

  /** The log that an entry makes the current one; this one where the entry is void. */
  private CurrentLog followed(long position, byte[] entry, List<Policy> policies) {
    try {
      SignedStatement signed = SignedStatement.parse(entry);
      if (signed.statement() instanceof Continuation next
          && next.origin().equals(policy.log().name())
          && next.size() == position - first
          && next.policy() <= policies.size()) {
        Policy judge = policies.get(next.policy() - 1);
        Roles.Successor successor = judge.roles().successor();
        signed.check(judge);
        if (successor != null) {
          return new CurrentLog(
              number + 1, position, policy.of(successor.key()), next.predecessor());
        }
      }
    } catch (FormatException e) {
      // a void entry that a thief of the log's key has put into it
    }
    return this;
  }

  /** The name of its key's file among the publication's keys. */
  public String keyFile() {
    return number == 1 ? Keys.LOG : Keys.LOG + "-" + number;
  }
}
