package broadside.mail.message;

/**
 * A plain text body.
 *
 * @param text decoded, lines end in LF
 * @param flowed true where the part was {@code format=flowed} (RFC 3676)
 * @param delSp true where it also had {@code delsp=yes}
 */
public record BodyText(String text, boolean flowed, boolean delSp) {}
