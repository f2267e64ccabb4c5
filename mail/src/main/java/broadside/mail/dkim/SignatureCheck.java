package broadside.mail.dkim;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies the signatures of one mail, one at a time. */
final class SignatureCheck {
  private final MailHeader header;
  private final BodyHashes bodies;
  private final MailKeys keys;
  private final KeyRecords records;
  private final HeaderData data;
  private final Digests digests;

  SignatureCheck(
      MailHeader header,
      BodyHashes bodies,
      MailKeys keys,
      KeyRecords records,
      HeaderData data,
      Digests digests) {
    this.header = header;
    this.bodies = bodies;
    this.keys = keys;
    this.records = records;
    this.data = data;
    this.digests = digests;
  }

  /**
   * What comes of a DKIM signature or the message signature of an ARC set. The body is looked at
   * first: that it differs is a fact without any key.
   */
  SignatureResult message(SignatureField signature) {
    if (!signature.problem.isEmpty()) {
      return result(signature, Verdict.FAIL_SIGNATURE, signature.problem);
    }
    if (header.isBeyondLimits()) {
      return result(signature, Verdict.FAIL_SIGNATURE, "the header is beyond the limits");
    }
    BodyHashes.Fit fit = bodies.fit(signature);
    Undoing undoing = fit.undoing();
    if (undoing == null) {
      return result(signature, Verdict.FAIL_BODY, fit.detail());
    }
    Set<Weakness> weaknesses = SignedFields.weaknesses(header, signature);
    if (fit.partly()) {
      weaknesses.add(Weakness.PART_OF_BODY);
    }
    if (signature.draft) {
      weaknesses.add(Weakness.DRAFT);
    }
    if (hasExpired(signature)) {
      weaknesses.add(Weakness.EXPIRED);
    }
    data.clear();
    for (int field : SignedFields.of(header, signature).fields()) {
      data.add(header, field, signature.headerForm);
    }
    data.addUnsigned(header, signature, signature.headerForm);
    return withKeys(signature, undoing, weaknesses);
  }

  /** What comes of the seal of the set {@code signature.instance} of a chain that is whole. */
  SignatureResult seal(SignatureField signature, ArcChain chain) {
    data.clear();
    for (int instance = 1; instance <= signature.instance; instance++) {
      data.add(header, chain.results(instance), Canonicalization.RELAXED);
      data.add(header, chain.message(instance).field, Canonicalization.RELAXED);
      if (instance < signature.instance) {
        data.add(header, chain.seal(instance).field, Canonicalization.RELAXED);
      }
    }
    data.addUnsigned(header, signature, Canonicalization.RELAXED);
    return withKeys(signature, Undoing.NONE, EnumSet.noneOf(Weakness.class));
  }

  private boolean hasExpired(SignatureField signature) {
    if (signature.expiry < 0) {
      return false;
    }
    Instant arrival = Arrival.of(header);
    return arrival != null && arrival.getEpochSecond() > signature.expiry;
  }

  /** Tries every record for the name over the data that was gathered. */
  private SignatureResult withKeys(
      SignatureField signature, Undoing undoing, Set<Weakness> weaknesses) {
    List<DomainKey> candidates = keys.find(signature);
    if (candidates == null) {
      return result(signature, Verdict.NOT_LOOKED_UP, "");
    }
    String misfit = "";
    DomainKey failed = null;
    SignatureResult best = null;
    for (DomainKey candidate : candidates) {
      KeyRecord record = records.of(candidate);
      String why = record.misfit(signature);
      UsableKey key = record.key();
      if (!why.isEmpty() || key == null) {
        misfit = misfit.isEmpty() ? why : misfit;
      } else if (!key.verifies(signature.algorithm(), data, signature.signature, digests)) {
        failed = failed == null ? candidate : failed;
      } else {
        best = better(best, holds(signature, candidate, record, undoing, weaknesses));
      }
    }
    if (best != null) {
      return best;
    }
    if (failed != null) {
      return result(
          signature, Verdict.FAIL_SIGNATURE, failed, "the key did not make this signature");
    }
    return result(
        signature, Verdict.NO_KEY, misfit.isEmpty() ? "the domain has no such key" : misfit);
  }

  private static SignatureResult holds(
      SignatureField signature,
      DomainKey candidate,
      KeyRecord record,
      Undoing undoing,
      Set<Weakness> others) {
    Set<Weakness> weaknesses = EnumSet.noneOf(Weakness.class);
    weaknesses.addAll(others);
    if (record.key() != null && record.key().isShort()) {
      weaknesses.add(Weakness.SHORT_KEY);
    }
    if (signature.algorithm().hash == Hash.SHA1) {
      weaknesses.add(Weakness.SHA1);
    }
    if (record.testing()) {
      weaknesses.add(Weakness.TESTING);
    }
    Verdict verdict =
        candidate.isPublic()
            ? Verdict.KEY_PUBLIC
            : weaknesses.isEmpty() ? Verdict.PASS : Verdict.WEAK;
    return new SignatureResult(
        verdict, 0, signature.domain, signature.selector, candidate, undoing, weaknesses, "");
  }

  /**
   * The one that says more: a key that verifies and is public is so whoever else vouches for it.
   */
  private static SignatureResult better(@Nullable SignatureResult one, SignatureResult other) {
    if (one == null) {
      return other;
    }
    return rank(other) > rank(one) ? other : one;
  }

  private static int rank(SignatureResult result) {
    return switch (result.verdict()) {
      case KEY_PUBLIC -> 2;
      case PASS -> 1;
      case WEAK, FAIL_BODY, FAIL_SIGNATURE, NO_KEY, NOT_LOOKED_UP, UNSIGNED -> 0;
    };
  }

  private static SignatureResult result(SignatureField signature, Verdict verdict, String detail) {
    return result(signature, verdict, null, detail);
  }

  private static SignatureResult result(
      SignatureField signature, Verdict verdict, @Nullable DomainKey key, String detail) {
    return new SignatureResult(
        verdict, 0, signature.domain, signature.selector, key, Undoing.NONE, Set.of(), detail);
  }
}
