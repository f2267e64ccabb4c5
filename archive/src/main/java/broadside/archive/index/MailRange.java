package broadside.archive.index;

/**
 * Where one mail lies in its release's zip: enough to read it without the zip's directory.
 *
 * @param release the release's number
 * @param volume 1 for {@code mail.zip}, 2 for {@code mail-2.zip}
 * @param offset byte offset in the volume of the deflated bytes
 * @param deflated number of deflated bytes
 * @param bytes size of the mail
 */
public record MailRange(int release, int volume, long offset, long deflated, long bytes) {}
