/**
 * From the bytes of one mail to a {@link broadside.mail.message.Message}: headers, addresses, date,
 * structure and bodies, with a list of everything that was wrong with it.
 *
 * <p>The entry type is {@link broadside.mail.message.MessageParser}. Invariant: any bytes give a
 * message and never an exception; what could not be read is a {@link
 * broadside.mail.message.Defect}. May be imported by every module above {@code mail}.
 */
@NullMarked
package broadside.mail.message;

import org.jspecify.annotations.NullMarked;
