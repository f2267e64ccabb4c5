package broadside.mail.source;

/**
 * What one archive (zip, tar, gzip, zstd) may cost.
 *
 * @param entries members in all
 * @param ratio decompressed bytes per compressed byte, judged after the first MiB
 * @param nesting archives within archives
 */
public record ArchiveLimits(long entries, int ratio, int nesting) {
  /** The documented defaults: mail deflates 2 to 20 times, a bomb 1,000 times. */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(20_000_000, 200, 3);
}
