package broadside.mail.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.io.input.ChecksumInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens compressed files and archives and has their members read, within limits.
 *
 * <p>An archive that breaks off ends in one refusal: that of the member at hand, or else its own.
 * Nothing is ever written under a member's name.
 */
final class ArchiveReader {
  private final SourceOptions options;
  private final ArchiveLimits limits;
  private final SourceVisitor visitor;
  private final ContentReader contents;
  private long entries;

  ArchiveReader(SourceOptions options, SourceVisitor visitor, ContentReader contents) {
    this.options = options;
    this.limits = options.archive();
    this.visitor = visitor;
    this.contents = contents;
  }

  /** Begins with the next file of the source, which has limits of its own. */
  void reset() {
    entries = 0;
  }

  /** Reads what is packed in {@code content}. */
  void read(Content content, SourceFormat format) throws IOException {
    // A tar in a gzip is one archive, not two.
    int level = content.level() + (content.packing() != null && format == SourceFormat.TAR ? 0 : 1);
    if (level > limits.nesting()) {
      String detail = "packed %,d archives deep; unpack it and add what is in it".formatted(level);
      contents.refuse(content, format, Refusal.LIMIT, detail);
    } else if (format == SourceFormat.ZIP) {
      zip(content, level);
    } else if (format == SourceFormat.TAR) {
      tar(content, level);
    } else {
      compressed(content, format, level);
    }
  }

  private void compressed(Content content, SourceFormat format, int level) throws IOException {
    InputStream file = content.window().stream();
    if (format == SourceFormat.GZIP) {
      GzipMembers members = new GzipMembers(file);
      unpacked(content, format, members, members, level);
      return;
    }
    ZstdFrames frames = new ZstdFrames(file);
    InputStream unpacked;
    try {
      unpacked = new ZstdInputStream(frames);
    } catch (IOException e) {
      refuse(content, format, Broken.of(e, Refusal.CORRUPT));
      return;
    }
    unpacked(content, format, unpacked, frames, level);
  }

  private void unpacked(
      Content content, SourceFormat format, InputStream unpacked, PackedFile packed, int level)
      throws IOException {
    InputStream limited = new RatioLimit(unpacked, limits.ratio(), packed::consumed);
    try (Window window = window(limited)) {
      contents.read(new Content(content.name(), window, null, level, format));
      ContentReader.drain(window); // what lies behind the compressed data is known at their end
      if (window.failure() == null && packed.strayBytes() > 0) {
        visitor.refused(
            new Place(content.name(), window.offset(), packed.strayBytes()),
            Refusal.CORRUPT,
            "behind the compressed data, from byte %,d of the file on, lie %,d bytes that are no %s; all that is packed was read"
                .formatted(
                    packed.strayOffset(),
                    packed.strayBytes(),
                    format.name().toLowerCase(Locale.ROOT)));
      }
      contents.release(window);
    }
  }

  private void tar(Content content, int level) throws IOException {
    long before = entries;
    MemberNames names = new MemberNames(content);
    visitor.file(content.name(), SourceFormat.TAR);
    TarArchiveInputStream tar =
        new TarArchiveInputStream(content.window().stream(), "UTF-8"); // closed with the window
    for (; ; ) {
      TarArchiveEntry entry;
      try {
        entry = tar.getNextEntry();
      } catch (IOException | IllegalArgumentException e) {
        refused(content, Broken.of(io(e), Refusal.CORRUPT));
        return;
      }
      if (entry == null) {
        break;
      }
      if (entry.isDirectory()) {
        continue;
      }
      if (++entries > limits.entries()) {
        refused(content, tooMany());
        return;
      }
      String name = names.next(entry.getName());
      Broken objection = objection(entry, tar);
      if (objection != null) {
        refuseMember(name, entry.getSize(), objection);
        continue;
      }
      Window window = window(tar);
      contents.read(new Content(name, window, null, level, null));
      contents.release(window);
      if (window.failure() != null) {
        return; // a refusal within the member has said so
      }
    }
    ContentReader.drain(content.window());
    Broken failure = content.window().failure();
    if (failure != null) {
      refused(content, failure);
    } else if (entries == before) {
      refused(content, nothing());
    }
  }

  private static @Nullable Broken objection(TarArchiveEntry entry, TarArchiveInputStream tar) {
    if (entry.isSymbolicLink() || entry.isLink()) {
      return link();
    } else if (!entry.isFile() && !entry.isSparse()) {
      return new Broken(Refusal.NOT_MAIL, "not a regular file");
    } else if (!tar.canReadEntryData(entry)) {
      return new Broken(Refusal.UNSUPPORTED, "packed in a way that is not read; unpack it");
    }
    return slip(entry.getName());
  }

  private void zip(Content content, int level) throws IOException {
    Path path = content.path();
    if (path != null) {
      try (SeekableByteChannel channel = Files.newByteChannel(path)) {
        zip(content, level, channel);
      }
      return;
    }
    // A zip is read from its end, so that one within another archive has to lie in a file.
    Path spool = options.spoolFile();
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            spool,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      Window window = content.window();
      while (window.available(1) > 0) {
        window.writeTo(channel);
      }
      if (window.failure() != null) {
        refuse(content, SourceFormat.ZIP, window.failure());
      } else {
        zip(content, level, channel);
      }
    }
  }

  private void zip(Content content, int level, SeekableByteChannel channel) throws IOException {
    ZipFile zip;
    try {
      zip = ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get();
    } catch (IOException | IllegalArgumentException e) {
      refuse(content, SourceFormat.ZIP, unlisted(e));
      return;
    }
    visitor.file(content.name(), SourceFormat.ZIP);
    long before = entries;
    MemberNames names = new MemberNames(content);
    List<ZipArchiveEntry> members = Collections.list(zip.getEntries());
    if (overlap(members, channel.size())) {
      String detail =
          "its members overlap, as in a bomb; unpack it with care and add what is in it";
      refused(content, new Broken(Refusal.LIMIT, detail));
      return;
    }
    for (ZipArchiveEntry entry : members) {
      if (entry.isDirectory()) {
        continue;
      }
      if (++entries > limits.entries()) {
        refused(content, tooMany());
        return;
      }
      member(names.next(entry.getName()), level, zip, entry);
    }
    if (entries == before) {
      refused(content, nothing());
    }
  }

  private void member(String name, int level, ZipFile zip, ZipArchiveEntry entry)
      throws IOException {
    Broken objection = objection(entry, zip);
    if (objection != null) {
      refuseMember(name, Math.max(entry.getSize(), 0), objection);
      return;
    }
    InputStream in;
    try {
      in =
          ChecksumInputStream.builder()
              .setChecksum(new CRC32())
              .setExpectedChecksumValue(entry.getCrc())
              .setCountThreshold(entry.getSize())
              .setInputStream(zip.getInputStream(entry))
              .get();
    } catch (IOException e) {
      refuseMember(name, Math.max(entry.getSize(), 0), Broken.of(e, Refusal.CORRUPT));
      return;
    }
    try (Window window = window(new RatioLimit(in, limits.ratio(), entry::getCompressedSize))) {
      contents.read(new Content(name, window, null, level, null));
      contents.release(window);
    }
  }

  private static @Nullable Broken objection(ZipArchiveEntry entry, ZipFile zip) {
    if (entry.isUnixSymlink()) {
      return link();
    } else if (entry.getGeneralPurposeBit().usesEncryption()) {
      return new Broken(Refusal.UNSUPPORTED, "encrypted; unpack it with its password");
    } else if (!zip.canReadEntryData(entry)) {
      return new Broken(Refusal.UNSUPPORTED, "packed in a way that is not read; unpack it");
    }
    return slip(entry.getName());
  }

  /** More packed bytes than the archive has: some are claimed by more than one member. */
  private static boolean overlap(List<ZipArchiveEntry> members, long size) {
    long claimed = 0;
    for (ZipArchiveEntry member : members) {
      claimed += Math.max(member.getCompressedSize(), 0);
      if (claimed > size || claimed < 0) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Broken slip(String name) {
    return Arrays.asList(name.replace('\\', '/').split("/", -1)).contains("..")
        ? new Broken(Refusal.LIMIT, "its name leads out of the archive; unpack it with care")
        : null;
  }

  private static Broken link() {
    return new Broken(Refusal.NOT_MAIL, "a link; links are not followed");
  }

  /** What is said of a zip without its end, as most that are cut short lack it. */
  private static Broken unlisted(Exception failure) {
    Broken broken = Broken.of(io(failure), Refusal.CORRUPT);
    return broken.reason() != Refusal.CORRUPT
        ? broken
        : new Broken(
            Refusal.CORRUPT,
            "the list of its members, at its end, cannot be read: it is cut short or damaged; fetch it again, or add what \"zip -FF\" makes of it");
  }

  private static Broken nothing() {
    return new Broken(Refusal.EMPTY, "an archive without members");
  }

  private Broken tooMany() {
    long most = limits.entries();
    return new Broken(
        Refusal.LIMIT, "more than %,d members; unpack it and add what is in it".formatted(most));
  }

  /** Names of the members of one archive, no two of which are the same. */
  private static final class MemberNames {
    private static final int REMEMBERED = 100_000;

    private final String archive;
    private final Set<String> taken = new HashSet<>();
    private long number;

    MemberNames(Content archive) {
      this.archive = archive.name() + '!';
    }

    /**
     * The next member's name in a {@link Place}: with its number in the archive where the name was
     * there before, or may have been.
     */
    String next(String name) {
      number++;
      String shown = DisplayName.safe(name);
      boolean isNew = taken.size() < REMEMBERED && taken.add(shown);
      return archive + (isNew ? shown : shown + '#' + number);
    }
  }

  private static IOException io(Exception e) {
    return e instanceof IOException io ? io : new IOException(e.getMessage(), e);
  }

  private Window window(InputStream in) {
    return contents.window(in, Refusal.CORRUPT);
  }

  private void refuseMember(String name, long size, Broken why) throws IOException {
    visitor.file(name, SourceFormat.OTHER);
    visitor.refused(new Place(name, 0, size), why.reason(), why.detail());
  }

  private void refuse(Content content, SourceFormat format, Broken why) throws IOException {
    visitor.file(content.name(), format);
    refused(content, why);
  }

  private void refused(Content content, Broken why) throws IOException {
    long size = content.path() == null ? content.window().offset() : Files.size(content.path());
    visitor.refused(new Place(content.name(), 0, size), why.reason(), why.detail());
  }
}
