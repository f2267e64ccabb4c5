package broadside.mail.source;

/** How far a compressed file was read, and what lies behind its compressed data. */
interface PackedFile {
  /** How many bytes of the file were used up. */
  long consumed();

  /** How many bytes lie behind the compressed data that are no padding; known at the end. */
  long strayBytes();

  /** Where in the file the first of {@link #strayBytes} lies. */
  long strayOffset();
}
