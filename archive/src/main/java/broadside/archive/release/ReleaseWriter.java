package broadside.archive.release;

/** Writes a release aside, for its owner to rename into place. */
public final class ReleaseWriter {
  private ReleaseWriter() {}
}
