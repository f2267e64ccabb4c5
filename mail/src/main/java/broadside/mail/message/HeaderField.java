package broadside.mail.message;

/**
 * One header field.
 *
 * @param name as written, without the colon
 * @param value unfolded and decoded (RFC 2047, raw 8-bit), on one line, control characters replaced
 */
public record HeaderField(String name, String value) {}
