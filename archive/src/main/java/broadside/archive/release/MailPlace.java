package broadside.archive.release;

/**
 * Where a mail's deflated bytes lie.
 *
 * @param volume 1 for {@code mail.zip}, 2 for {@code mail-2.zip}; 0 where there is no mail
 * @param offset of the first deflated byte in the volume
 * @param deflated number of deflated bytes
 */
public record MailPlace(int volume, long offset, long deflated) {
  static final MailPlace NONE = new MailPlace(0, 0, 0);
}
