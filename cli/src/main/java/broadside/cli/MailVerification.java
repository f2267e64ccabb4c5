package broadside.cli;

import broadside.archive.dkim.KeyLine;
import broadside.archive.dkim.KeyRing;
import broadside.archive.dkim.VerdictList;
import broadside.archive.release.ReleaseException;
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
import java.util.ArrayList;
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
  /** After an identity that the reader did not give. */
  static final String ONLY_YOU_CAN_SAY =
      "  Whether that is the publication you mean, only you can say: compare this identity with one"
          + " from elsewhere, or give it with --publication.";

  private static final int KEYS_BYTES = 1 << 26;

  /**
   * What became of the mail's signatures.
   *
   * @param said sentences for a person
   * @param code the exit code: forged where the editors say something else of them than comes of
   *     them with the keys, incomplete where a key is missing
   * @param trouble what is wrong, or null
   */
  private record Signatures(List<String> said, int code, @Nullable String trouble) {
    Signatures {
      said = List.copyOf(said);
    }
  }

  /** Checks a mail with its proof; the command's exit code. */
  int verify(Path mail, Path file) throws IOException {
    try {
      MailProof proof = MailProof.parse(Bounded.read(file, MailProof.BYTES));
      byte[] eml = Files.readAllBytes(mail);
      MailProof.Checked checked = proof.check(eml);
      Policy known = known();
      compare(known, checked);
      // Whoever knows a policy by its hash alone knows version 1, and not whether it is in force.
      boolean isNewest = known != null && known.version() == checked.policies().newest().version();
      return tell(checked, signatures(checked.line(), eml), isNewest);
    } catch (FormatException e) {
      console.error("does not hold: " + e.getMessage() + ".");
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("verdict", ExitCode.verdict(ExitCode.FORGED));
      json.put("reason", e.getMessage());
      console.result(json);
      return ExitCode.FORGED;
    }
  }

  /** Compares a proof with what its reader knows of the publication. */
  private void compare(@Nullable Policy known, MailProof.Checked checked) throws FormatException {
    int newest = checked.policies().newest().version();
    if (known != null && known.version() > newest) {
      throw new FormatException(
          "the proof was made under policy %d, and you have policy %d: ask for a newer proof"
              .formatted(newest, known.version()));
    }
    String publication = checked.policies().publication();
    if ((identity != null && !identity.equals(publication))
        || (known != null && !isAmong(known, checked))) {
      throw new FormatException(
          "the proof is of another publication (%s) than the one that you know"
              .formatted(publication));
    }
  }

  /** Says what came of it, all of it. */
  private int tell(MailProof.Checked checked, Signatures signatures, boolean isNewest) {
    int newest = checked.policies().newest().version();
    int code = signatures.code();
    if (code == ExitCode.OK && !isNewest) {
      code = ExitCode.LATER_UNCHECKED;
    }
    console.say(
        switch (code) {
          case ExitCode.OK -> "It holds.";
          case ExitCode.LATER_UNCHECKED ->
              "It holds under policy %d; later policies not checked, later withdrawals not checked."
                  .formatted(newest);
          case ExitCode.INCOMPLETE -> "It is incomplete.";
          default -> "It does not hold.";
        });
    say(checked);
    console.say(
        isNewest
            ? "  Not checked: withdrawals that came after this proof was made, and policies newer than yours."
            : "  Not checked: policies and withdrawals that came after this proof was made. If you have the publication's newest policy from elsewhere, give it with --policy and --roles.");
    signatures.said().forEach(console::say);
    if (signatures.trouble() != null) {
      console.error(signatures.trouble());
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("verdict", ExitCode.verdict(code));
    if (signatures.trouble() != null) {
      json.put("reason", signatures.trouble());
    }
    json.put("number", checked.line().number());
    json.put("release", checked.release().number());
    json.put("publication", checked.policies().publication());
    json.put("policies", newest);
    json.put("size", checked.seen().checkpoint().size());
    json.put("signatures", verdicts(checked.line()));
    json.put(
        "notChecked",
        isNewest ? List.of("later withdrawals") : List.of("later policies", "later withdrawals"));
    console.result(json);
    return code;
  }

  private void say(MailProof.Checked checked) {
    ReleaseStatement release = checked.release();
    LogPolicy.Seen seen = checked.seen();
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
    if (policy == null && identity == null) {
      console.say(ONLY_YOU_CAN_SAY);
    }
  }

  private static @Nullable List<String> verdicts(ManifestLine line) {
    List<SignatureVerdict> said = line.dkim();
    return said == null ? null : said.stream().map(SignatureVerdict::verdict).toList();
  }

  /** What the editors say of the mail's signatures, and what comes of it with the keys. */
  private Signatures signatures(ManifestLine line, byte[] eml) throws IOException, FormatException {
    List<SignatureVerdict> said = line.dkim();
    if (said == null) {
      return new Signatures(
          List.of("  Of its domains' signatures (DKIM) the manifest says nothing."),
          ExitCode.OK,
          null);
    }
    List<String> sentences = new ArrayList<>();
    if (said.isEmpty()) {
      sentences.add("  It bears no signature of a domain (DKIM).");
    }
    for (SignatureVerdict one : said) {
      sentences.add(
          "  The editors say of the %s of %s: %s."
              .formatted(
                  one.arc() > 0 ? "chain of forwarders" : "signature",
                  one.domain().isEmpty() ? "somebody" : one.domain(),
                  one.verdict()));
    }
    if (keys == null || line instanceof ManifestLine.Redacted) {
      return new Signatures(sentences, ExitCode.OK, null);
    }
    List<SignatureVerdict> found =
        new Authenticator(ring(keys))
            .authenticate(eml).results().stream().map(VerdictList::verdict).toList();
    if (found.equals(said)) {
      sentences.add("  Verified again with %s: the same.".formatted(keys));
      return new Signatures(sentences, ExitCode.OK, null);
    }
    if (found.stream().anyMatch(one -> one.verdict().equals(Verdict.NOT_LOOKED_UP.word()))) {
      return new Signatures(
          sentences,
          ExitCode.INCOMPLETE,
          "%s lacks a key that this takes; is it that of the mail's release?".formatted(keys));
    }
    return new Signatures(
        sentences,
        ExitCode.FORGED,
        "with %s the signatures are worth something else: %s."
            .formatted(keys, found.stream().map(SignatureVerdict::verdict).toList()));
  }

  private static KeyRing ring(Path file) throws IOException {
    try {
      String lines = SignedText.decode(Bounded.read(file, KEYS_BYTES));
      return KeyRing.of(KeyLine.parse(lines.lines().toList()));
    } catch (FormatException e) {
      throw new ReleaseException(
          "%s is no file of domain keys (%s); take \"keys\" of the mail's release."
              .formatted(file, e.getMessage()));
    }
  }

  private static boolean isAmong(Policy known, MailProof.Checked checked) {
    return checked.policies().all().stream().anyMatch(p -> p.hash().equals(known.hash()));
  }

  /** What the reader has: where that is no policy, nothing is said of the mail. */
  private @Nullable Policy known() throws IOException {
    if (policy == null || roles == null) {
      return null;
    }
    try {
      return Policy.parse(
          Bounded.read(policy, Policy.TEXT_BYTES), Bounded.read(roles, Policy.TEXT_BYTES));
    } catch (FormatException e) {
      throw new ReleaseException(
          "%s and %s are no policy with its roles (%s); were they given the other way round?"
              .formatted(policy, roles, e.getMessage()));
    }
  }
}
