package broadside.archive.release;

import broadside.proof.release.FileList;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code mail.zip} and its further volumes in one pass and in constant memory: the central
 * directory waits in a file beside the volume.
 */
final class MailZip implements Closeable {
  private static final String DIRECTORY = "mail.zip.directory";

  private final Path release;
  private final long volumeBytes;
  private final List<FileList.Entry> finished = new ArrayList<>();
  private @Nullable HashedFile volume;
  private @Nullable OutputStream directory;
  private long entries;
  private long directoryBytes;

  MailZip(Path release, long volumeBytes) {
    this.release = release;
    this.volumeBytes = volumeBytes;
  }

  /** Appends a mail, whose number is larger than those before it. */
  MailPlace add(long number, DeflatedMail mail) throws IOException {
    byte[] name = ZipFormat.name(number);
    int deflated = mail.deflated().length;
    HashedFile out = volumeFor(ZipFormat.LOCAL_BYTES + name.length + deflated, name);
    byte[] central = ZipFormat.central(name, mail.crc(), deflated, mail.bytes(), out.bytes());
    out.write(ZipFormat.local(name, mail.crc(), deflated, mail.bytes()));
    MailPlace place = new MailPlace(finished.size() + 1, out.bytes(), deflated);
    out.write(mail.deflated());
    openDirectory().write(central);
    directoryBytes += central.length;
    entries++;
    return place;
  }

  /** Ends the last volume; all volumes, of which there is at least one. */
  List<FileList.Entry> finish() throws IOException {
    endVolume(openVolume());
    return List.copyOf(finished);
  }

  @Override
  public void close() throws IOException {
    if (volume != null) {
      volume.close();
    }
    if (directory != null) {
      directory.close();
    }
  }

  private HashedFile volumeFor(long bytes, byte[] name) throws IOException {
    HashedFile open = openVolume();
    long end = open.bytes() + bytes + directoryBytes + ZipFormat.CENTRAL_BYTES + name.length;
    if (entries > 0 && end + ZipFormat.END_BYTES > volumeBytes) {
      endVolume(open);
      return openVolume();
    }
    return open;
  }

  private HashedFile openVolume() throws IOException {
    if (volume == null) {
      volume = HashedFile.create(release, ReleaseFiles.volume(finished.size() + 1));
    }
    return volume;
  }

  private OutputStream openDirectory() throws IOException {
    if (directory == null) {
      directory =
          new BufferedOutputStream(
              Files.newOutputStream(release.resolve(DIRECTORY), StandardOpenOption.CREATE_NEW));
    }
    return directory;
  }

  private void endVolume(HashedFile open) throws IOException {
    long offset = open.bytes();
    openDirectory().close();
    try (InputStream in = Files.newInputStream(release.resolve(DIRECTORY))) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        open.write(buffer, n);
      }
    }
    Files.delete(release.resolve(DIRECTORY));
    open.write(ZipFormat.end(entries, offset, directoryBytes));
    finished.add(open.finish());
    volume = null;
    directory = null;
    entries = 0;
    directoryBytes = 0;
  }
}
