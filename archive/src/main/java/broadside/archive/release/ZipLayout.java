package broadside.archive.release;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Compares volumes with what {@link MailZip} writes: every byte but the deflated ones. */
final class ZipLayout {
  private final ReleaseReader reader;
  private final List<String> damages = new ArrayList<>();
  private int volume = 1;
  private long end;
  private long entries;
  private long directoryBytes;
  private MessageDigest directory = HashedFile.sha256();
  private boolean broken;

  ZipLayout(ReleaseReader reader) {
    this.reader = reader;
  }

  /** Takes the next mail, whose local header and bytes were found in order. */
  void add(long number, MailPlace place) {
    if (place.volume() == volume + 1) {
      endVolume();
      volume++;
    }
    byte[] name = ZipFormat.name(number);
    long header = place.offset() - ZipFormat.LOCAL_BYTES - name.length;
    if (place.volume() != volume || header != end) {
      damage();
    }
    if (broken) {
      return;
    }
    MappedFile bytes = reader.volume(volume);
    int crc = ZipFormat.crc(bytes, header);
    int size = (int) ZipFormat.bytes(bytes, header);
    byte[] record = ZipFormat.central(name, crc, (int) place.deflated(), size, header);
    directory.update(record);
    directoryBytes += record.length;
    entries++;
    end = place.offset() + place.deflated();
  }

  /** What was wrong, once all mails were added. */
  List<String> end() {
    endVolume();
    if (volume != reader.volumes()) {
      damage();
    }
    return damages;
  }

  private void endVolume() {
    byte[] last = ZipFormat.end(entries, end, directoryBytes);
    MappedFile bytes = reader.volume(volume);
    if (!broken) {
      if (bytes.size() != end + directoryBytes + last.length) {
        damage();
      } else {
        MessageDigest found = HashedFile.sha256();
        bytes.hash(found, end, end + directoryBytes);
        if (!MessageDigest.isEqual(found.digest(), directory.digest())
            || !bytes.has(end + directoryBytes, last)) {
          damage();
        }
      }
    }
    end = 0;
    entries = 0;
    directoryBytes = 0;
    directory = HashedFile.sha256();
  }

  /** Says it once: what follows a gap cannot be judged. */
  private void damage() {
    if (!broken) {
      damages.add(
          "Release %d is damaged: %s is not laid out as a release's zip."
              .formatted(reader.statement().number(), ReleaseFiles.volume(volume)));
      broken = true;
    }
  }
}
