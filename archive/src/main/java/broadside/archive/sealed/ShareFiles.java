package broadside.archive.sealed;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.policy.Roles;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The shares of a sealed release, each encrypted to its custodian. */
public final class ShareFiles {
  private ShareFiles() {}

  /** {@code share-1.age}, {@code share-2.age}… */
  public static String name(int index) {
    return "share-" + index + ".age";
  }

  /**
   * Writes and syncs a file for each custodian.
   *
   * @param shares i at i - 1
   * @param custodians in the policy's order
   * @return what a {@code sealed} statement says of them
   */
  public static List<SealedStatement.Custody> write(
      List<Share> shares, List<Roles.Custodian> custodians, Path directory) throws IOException {
    if (shares.size() != custodians.size()) {
      throw new IllegalArgumentException(
          shares.size() + " shares for " + custodians.size() + " custodians");
    }
    List<SealedStatement.Custody> written = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      Roles.Custodian custodian = custodians.get(i);
      NewFile file = NewFile.create(directory.resolve(name(i + 1)));
      byte[] value = shares.get(i).value().bytes();
      try (file;
          WritableByteChannel age = AgeFile.encrypt(file, custodian.recipient())) {
        int _ = age.write(ByteBuffer.wrap(value));
      } finally {
        Arrays.fill(value, (byte) 0);
      }
      written.add(new SealedStatement.Custody(custodian.key(), file.part()));
    }
    Durable.sync(directory);
    return written;
  }

  /**
   * The share of a custodian, decrypted. Whether it is good, the seal's verifiers tell.
   *
   * @param index of the custodian, from 1
   * @param directory where the shares lie
   */
  public static Share read(SealedStatement seal, int index, AgeIdentity custodian, Path directory)
      throws IOException {
    String name = name(index);
    Path path = directory.resolve(name);
    PartsReader.check(path, seal.shares().get(index - 1).file(), CheckMonitor.NONE);
    ByteBuffer value = ByteBuffer.allocate(Secret.BYTES + 1);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        ReadableByteChannel age = AgeFile.decrypt(file, custodian, name)) {
      for (int n = 0; n >= 0 && value.hasRemaining(); ) {
        n = age.read(value);
      }
      return new Share(index, Secret.of(Arrays.copyOf(value.array(), value.position())));
    } catch (FormatException e) {
      throw new ReleaseException(name + " holds " + e.getMessage() + ".");
    } finally {
      Arrays.fill(value.array(), (byte) 0);
    }
  }
}
