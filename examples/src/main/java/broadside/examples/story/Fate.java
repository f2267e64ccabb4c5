package broadside.examples.story;

import java.util.Locale;

/** What happens to single letters on their way, and what a verifier should say of each. */
enum Fate {
  /** Nothing; the verdict is that of its domain's practice. */
  NONE("", "-"),

  /** Somebody changed a sentence about the annex; two answers still quote the old one. */
  CHANGED("fail-body", "-"),

  /** An approval under the signature of another letter by the same hand. */
  COPIED("fail-body", "-"),

  /** A gateway broke its lines anew. */
  REWRAPPED("fail-body", "-"),

  /** An office's gateway put a sentence under it. */
  FOOTER("fail-body", "-"),

  /** Its date was changed: it was written two days later than it says. */
  REDATED("fail-signature", "-"),

  /** The field with the signature was cut short. */
  CUT("fail-signature", "-"),

  /** It was signed with {@code l=}, and a sentence was put under it. */
  APPENDED("weak", "PART_OF_BODY"),

  /** A machine put a second Subject before the one that is signed. */
  DOUBLED("weak", "HEADER_DOUBLED"),

  /** Its Subject is not signed. */
  BARE("weak", "HEADER_UNSIGNED"),

  /** Signed while the port only tried how to sign. */
  TRIAL("weak", "TESTING"),

  /** It lay in a queue until its signature had expired. */
  LATE("weak", "EXPIRED"),

  /** Signed with a key whose private half got out. */
  PUBLISHED("key-public", "-"),

  /** Signed with a key that nobody wrote down. */
  RELAY("not-looked-up", "-"),

  /** Signed with a key that was revoked. */
  REVOKED("no-key", "-"),

  /** A mail folder put {@code >} before a line that begins with {@code From}, and it stayed. */
  QUOTED("pass", "unquoted"),

  /** It did not pass its domain's server, and bears no signature. */
  ELSEWHERE("", "-"),

  /** The newspaper's gateway put a second seal over the list's. */
  RESEALED("", "-"),

  /** Somebody changed a number after the list had sealed it. */
  RETOUCHED("", "-");

  private final String verdict;
  private final String remark;

  Fate(String verdict, String remark) {
    this.verdict = verdict;
    this.remark = remark;
  }

  /** The fate of that word; none for the empty word. */
  static Fate of(String word) {
    return word.isEmpty() ? NONE : valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** What a verifier should say of the writer's domain's signature; empty where that is usual. */
  String verdict() {
    return verdict;
  }

  /** Why it is weak, or what was undone; "-" for nothing. */
  String remark() {
    return remark;
  }
}
