package broadside.mail.dkim;

/**
 * What the signatures of one mail may cost. Every number is finite; what lies beyond is named in
 * {@link Authentication#limits} or is the detail of a verdict.
 *
 * @param signatures DKIM signatures and the signatures of an ARC chain together, each of which may
 *     cost a lookup and a computation with an RSA key
 * @param lookups names of keys that are looked up
 * @param recordsPerName records that are tried for one name
 * @param headerBytes bytes of the header
 * @param headerFields fields of the header
 * @param signatureBytes bytes of one signature's field
 * @param signedNames names in one {@code h=}
 * @param rsaMinBits bits of the shortest RSA key that is tried
 * @param rsaMaxBits bits of the longest RSA key that is tried
 * @param rsaExponentBits bits of the largest public exponent that is tried
 * @param cachedKeys parsed keys that an {@link Authenticator} keeps
 */
record DkimLimits(
    int signatures,
    int lookups,
    int recordsPerName,
    int headerBytes,
    int headerFields,
    int signatureBytes,
    int signedNames,
    int rsaMinBits,
    int rsaMaxBits,
    int rsaExponentBits,
    int cachedKeys) {

  /** The documented defaults. */
  static final DkimLimits DEFAULT =
      new DkimLimits(
          16, // a mail over several lists bears six or seven
          32, 8, // a selector that is used again has two or three
          1 << 20, // as for reading mail
          10_000, // as for reading mail
          16 << 10, // RFC 6376 signs about 20 names in under 1 KB
          256, // with every name signed twice, 50 are many
          512, // the JDK refuses shorter ones, and anyone can factor them in minutes
          8_192, // half a millisecond; DNS answers with longer keys hardly arrive
          64, // 65,537 has 17; an exponent as long as the key costs a hundred times as much
          256);
}
