package broadside.mail.dkim;

/** Why a signature that holds proves less than it might. */
public enum Weakness {
  /** The key has fewer than 1,024 bits. */
  SHORT_KEY,

  /** It was made with SHA-1. */
  SHA1,

  /** It covers only the beginning of the body ({@code l=}). */
  PART_OF_BODY,

  /** It does not cover From, Subject or Date. */
  HEADER_UNSIGNED,

  /** From, Subject or Date is there more often than it is signed. */
  HEADER_DOUBLED,

  /** The domain says that it only tests DKIM ({@code t=y}). */
  TESTING,

  /** It had expired ({@code x=}) when the mail arrived. */
  EXPIRED,

  /** It follows a draft that came before RFC 4871: without {@code v=}, or with {@code v=0.5}. */
  DRAFT
}
