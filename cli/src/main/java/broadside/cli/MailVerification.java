package broadside.cli;

import broadside.archive.dkim.KeyLine;
import broadside.archive.dkim.KeyRing;
import broadside.archive.dkim.VerdictList;
import broadside.archive.verify.Freshness;
import broadside.mail.dkim.Authenticator;
import broadside.mail.dkim.Verdict;
import broadside.proof.log.Checkpoint;
import broadside.proof.mail.MailProof;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks one mail with its proof, offline, against what its reader knows of the publication.
 *
 * @param identity the publication's, or null
 * @param policy a version of its policy, or null
 * @param roles those of the same version, or null
 * @param keys a release's file of domain keys, with which the mail's signatures are verified again;
 *     or null
 */
record MailVerification(
    Console console,
    @Nullable String identity,
    @Nullable Path policy,
    @Nullable Path roles,
    @Nullable Path keys) {
  private static final int KEYS_BYTES = 1 << 26;

  /** Checks a mail with its proof; the command's exit code. */
  int verify(Path mail, Path file) throws IOException {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    try {
      MailProof proof = MailProof.parse(bounded(file, MailProof.BYTES));
      MailProof.Checked checked = proof.check(Files.readAllBytes(mail));
      Policy known = known();
      String publication = checked.policies().publication();
      int newest = checked.policies().newest().version();
      if (known != null && known.version() > newest) {
        throw new FormatException(
            "the proof was made under policy %d, and you have policy %d: ask for a newer proof"
                .formatted(newest, known.version()));
      }
      if ((identity != null && !identity.equals(publication))
          || (known != null && !isAmong(known, checked))) {
        throw new FormatException(
            "the proof is of another publication (%s) than the one that you know"
                .formatted(publication));
      }
      say(checked, known == null && identity == null);
      int signatures = signatures(checked.line(), Files.readAllBytes(mail));
      json.put("verdict", "holds");
      json.put("number", checked.line().number());
      json.put("release", checked.release().number());
      json.put("publication", publication);
      json.put("policies", newest);
      json.put("size", checked.seen().checkpoint().size());
      json.put("signatures", verdicts(checked.line()));
      console.result(json);
      if (signatures != ExitCode.OK) {
        return signatures;
      }
      return known == null || known.version() == newest ? ExitCode.OK : ExitCode.LATER_UNCHECKED;
    } catch (FormatException e) {
      console.error("does not hold: " + e.getMessage() + ".");
      json.put("verdict", "forged");
      json.put("reason", e.getMessage());
      console.result(json);
      return ExitCode.FORGED;
    }
  }

  private void say(MailProof.Checked checked, boolean trustIsOpen) {
    ReleaseStatement release = checked.release();
    LogPolicy.Seen seen = checked.seen();
    console.say("It holds.");
    console.say(
        "  This is mail %s of release %s, byte for byte as it was published."
            .formatted(Figures.count(checked.line().number()), Figures.count(release.number())));
    console.say(
        "  The release was made at %s and signed by %s, as policy %d asks."
            .formatted(
                SignedText.time(release.time()),
                String.join(" and ", checked.signers()),
                release.policy()));
    Checkpoint checkpoint = seen.checkpoint();
    console.say(
        "  It stands in the log %s of %s entries; %s."
            .formatted(
                checkpoint.origin(),
                Figures.count(checkpoint.size()),
                seen.time() == null
                    ? "the policy asks for no witness"
                    : "%d witnesses have seen it, a quorum at %s or later"
                        .formatted(seen.times().size(), SignedText.time(seen.time()))));
    if (seen.time() != null && seen.time().isAfter(Instant.now().plus(Freshness.AHEAD))) {
      console.say("  Note: that time is still to come: a clock there, or the one here, is wrong.");
    }
    console.say("  Publication " + checked.policies().publication());
    if (trustIsOpen) {
      console.say(
          "  Whether that is the publication you mean, only you can say: compare this identity with one"
              + " from elsewhere, or give it with --publication.");
    }
    console.say("  Not checked: policies and withdrawals that came after this proof was made.");
  }

  private static @Nullable List<String> verdicts(ManifestLine line) {
    List<SignatureVerdict> said = line.dkim();
    return said == null ? null : said.stream().map(SignatureVerdict::verdict).toList();
  }

  /**
   * Tells what the editors say of the mail's signatures, and what comes of it with the keys.
   *
   * @return the exit code: forged where that is something else, incomplete where a key is missing
   */
  private int signatures(ManifestLine line, byte[] eml) throws IOException, FormatException {
    List<SignatureVerdict> said = line.dkim();
    if (said == null) {
      console.say("  Of its domains' signatures (DKIM) the manifest says nothing.");
      return ExitCode.OK;
    }
    if (said.isEmpty()) {
      console.say("  It bears no signature of a domain (DKIM).");
    }
    for (SignatureVerdict one : said) {
      console.say(
          "  The editors say of the %s of %s: %s."
              .formatted(
                  one.arc() > 0 ? "chain of forwarders" : "signature",
                  one.domain().isEmpty() ? "somebody" : one.domain(),
                  one.verdict()));
    }
    if (keys == null || line instanceof ManifestLine.Redacted) {
      return ExitCode.OK;
    }
    KeyRing ring = KeyRing.of(KeyLine.parse(text(keys).lines().toList()));
    List<SignatureVerdict> found =
        new Authenticator(ring)
            .authenticate(eml).results().stream().map(VerdictList::verdict).toList();
    if (found.equals(said)) {
      console.say("  Verified again with %s: the same.".formatted(keys));
      return ExitCode.OK;
    }
    if (found.stream().anyMatch(one -> one.verdict().equals(Verdict.NOT_LOOKED_UP.word()))) {
      console.error(
          "%s lacks a key that this takes; is it that of the mail's release?".formatted(keys));
      return ExitCode.INCOMPLETE;
    }
    console.error(
        "with %s the signatures are worth something else: %s."
            .formatted(keys, found.stream().map(SignatureVerdict::verdict).toList()));
    return ExitCode.FORGED;
  }

  private static String text(Path file) throws IOException, FormatException {
    return SignedText.decode(bounded(file, KEYS_BYTES));
  }

  private static boolean isAmong(Policy known, MailProof.Checked checked) {
    return checked.policies().all().stream().anyMatch(p -> p.hash().equals(known.hash()));
  }

  private @Nullable Policy known() throws IOException, FormatException {
    return policy == null || roles == null
        ? null
        : Policy.parse(bounded(policy, Policy.TEXT_BYTES), bounded(roles, Policy.TEXT_BYTES));
  }

  private static byte[] bounded(Path file, int most) throws IOException, FormatException {
    if (Files.size(file) > most) {
      throw new FormatException(file + " has more than " + most + " bytes");
    }
    return Files.readAllBytes(file);
  }
}
