package broadside.mail.source;

/**
 * Where something lay in a source.
 *
 * @param file path below the source's root with '/' separators; a member of an archive follows its
 *     archive after '!' ({@code backup.zip!inbox/1.eml}); the source's own file name where the
 *     source is one file
 * @param offset byte offset of the first byte in that file, after decompression
 * @param length length in bytes in that file, before any quoting was undone
 */
public record Place(String file, long offset, long length) {}
