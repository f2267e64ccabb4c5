package broadside.intake.add;

import broadside.intake.Settings;
import broadside.intake.finding.Findings;
import broadside.intake.ledger.Finding;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import java.util.ArrayList;
import java.util.List;

/** Says why a mail must be held until a person has looked. */
@FunctionalInterface
public interface Detector {

  /** What a publication with these settings looks for. */
  static Detector of(Settings settings) {
    Detector findings = Findings::in;
    return settings.holdAttachments() ? findings.andAttachments() : findings;
  }

  /**
   * What was found; empty where the mail may wait for a release.
   *
   * @param mail the bytes that {@code parser} read as {@code message}
   */
  List<Finding> find(Message message, byte[] mail, MessageParser parser);

  /** This one's findings, and one for each attachment that nobody looked into. */
  default Detector andAttachments() {
    return (message, mail, parser) -> {
      List<Finding> findings = new ArrayList<>(find(message, mail, parser));
      findings.addAll(UnseenAttachments.findings(message));
      return findings;
    };
  }
}
