package broadside.archive.sealed;

import broadside.archive.release.ReleaseException;
import broadside.proof.sealed.AgeIdentity;
import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.util.List;

/** Encrypting to one recipient of age, and decrypting (C2SP age). */
final class AgeFile {
  private AgeFile() {}

  /**
   * What is written to it is encrypted into {@code out}; closing it writes the end, and closes
   * {@code out}.
   */
  static WritableByteChannel encrypt(WritableByteChannel out, String recipient) throws IOException {
    try {
      return new StandardEncryptingChannelFactory()
          .newEncryptingChannel(
              out, List.of(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient)));
    } catch (GeneralSecurityException e) {
      throw new ReleaseException("Nothing can be encrypted to " + recipient + ".");
    }
  }

  /**
   * What is read from it is decrypted of {@code in}, which closing it closes. Nothing is read that
   * was not authenticated.
   *
   * @param name of the file, for messages
   * @throws ReleaseException where it is no age file, now or while it is read
   */
  static ReadableByteChannel decrypt(ReadableByteChannel in, AgeIdentity identity, String name)
      throws IOException {
    try {
      ReadableByteChannel age =
          new StandardDecryptingChannelFactory()
              .newDecryptingChannel(
                  in,
                  List.of(
                      X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(
                          identity.print())));
      return new Plaintext(age, name);
    } catch (GeneralSecurityException | PayloadException | RuntimeException e) {
      throw undecryptable(name, e); // its reader of headers reads past the end of one that is cut
    }
  }

  /** What an age file holds; one that is damaged fails as all do. */
  private record Plaintext(ReadableByteChannel age, String name) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
      try {
        return age.read(target);
      } catch (PayloadException | RuntimeException e) {
        throw undecryptable(name, e);
      }
    }

    @Override
    public boolean isOpen() {
      return age.isOpen();
    }

    @Override
    public void close() throws IOException {
      age.close();
    }
  }

  private static ReleaseException undecryptable(String name, Exception cause) {
    ReleaseException failure =
        new ReleaseException(
            "%s is no age file that this identity decrypts, or it was changed.".formatted(name));
    failure.initCause(cause);
    return failure;
  }
}
