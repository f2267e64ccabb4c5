package broadside.mail.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Turns one file or member, whatever it is, into events: one for a single mail or for what is no
 * mail, one for each mail of an mbox, those of its members for an archive.
 *
 * <p><b>Threads:</b> not shared.
 */
final class ContentReader {
  /** A buffer that grew beyond this is not kept for the next file. */
  private static final int KEPT_BUFFER = 4 << 20;

  private final SourceOptions options;
  private final SourceVisitor visitor;
  private final ArchiveReader archives;
  private final Deque<byte[]> spare = new ArrayDeque<>();

  ContentReader(SourceOptions options, SourceVisitor visitor) {
    this.options = options;
    this.visitor = visitor;
    this.archives = new ArchiveReader(options, visitor, this);
  }

  /** Reads a file of the file system. */
  void file(Path path, String name) throws IOException {
    archives.reset();
    InputStream in;
    try {
      in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      visitor.file(name, SourceFormat.OTHER);
      visitor.refused(new Place(name, 0, 0), Refusal.UNREADABLE, why(e));
      return;
    }
    try (Window window = window(in, Refusal.UNREADABLE)) {
      read(new Content(name, window, path, 0, null));
      release(window);
    }
  }

  /** Without the path: no address of the machine is recorded. */
  private static String why(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "this user has no right to read it";
      case FileSystemException e when e.getReason() != null -> "cannot be opened: " + e.getReason();
      default -> "cannot be opened: " + failure.getClass().getSimpleName();
    };
  }

  /** A window whose buffer may have been another's. */
  Window window(InputStream in, Refusal onFailure) {
    byte[] buffer = spare.poll();
    return new Window(in, onFailure, buffer == null ? new byte[4 * Window.BLOCK] : buffer);
  }

  /** Takes back the buffer of a window that is not needed any more. */
  void release(Window window) {
    if (window.buffer().length <= KEPT_BUFFER) {
      spare.push(window.buffer());
    }
  }

  /** Reads what a window shows. */
  void read(Content content) throws IOException {
    Window window = content.window();
    SourceFormat format = Sniffer.format(window);
    switch (format) {
      case GZIP, ZSTD, ZIP, TAR -> archives.read(content, format);
      case MBOXO, MBOXRD, MBOXCL, PIPERMAIL -> mbox(content);
      case EML -> eml(content);
      case EMLX -> emlx(content);
      case PST ->
          refuse(content, format, Refusal.UNSUPPORTED, "an Outlook data file (PST), not read yet");
      case MSG ->
          refuse(content, format, Refusal.UNSUPPORTED, "an Outlook item (MSG), not read yet");
      case OTHER -> other(content);
    }
  }

  /** What is said of a mail that is longer than {@code limit}. */
  static String tooLarge(int limit) {
    return "longer than %,d bytes, the limit for one mail".formatted(limit);
  }

  /** Refuses the whole of {@code content}; where its bytes break off, that is the reason. */
  void refuse(Content content, SourceFormat format, Refusal reason, String detail)
      throws IOException {
    long length = remaining(content);
    Broken failure = content.window().failure();
    visitor.file(content.name(), format);
    visitor.refused(
        new Place(content.name(), 0, length),
        failure == null ? reason : failure.reason(),
        failure == null ? detail : failure.detail());
  }

  /** The length of what was not read yet; packed content is read to its end, where it may break. */
  private static long remaining(Content content) throws IOException {
    Window window = content.window();
    if (content.path() != null) {
      return Files.size(content.path());
    }
    drain(window);
    return window.offset();
  }

  /** Reads {@code window} to its end. */
  static void drain(Window window) {
    while (window.available(1) > 0) {
      window.drop(window.loaded());
    }
  }

  private void mbox(Content content) throws IOException {
    Window window = content.window();
    window.drop(Sniffer.firstLine(window));
    SourceFormat declared = options.dialect(content.name());
    int limit = options.mail().messageBytes();
    SourceFormat dialect = declared == null ? MboxDialect.of(window, limit) : declared;
    visitor.file(content.name(), dialect);
    new MboxReader(window, content.name(), dialect, limit, visitor).read();
  }

  private void eml(Content content) throws IOException {
    visitor.file(content.name(), SourceFormat.EML);
    Window window = content.window();
    int limit = options.mail().messageBytes();
    int length = window.available(limit + 1);
    if (length > limit) {
      tooLarge(content, limit);
    } else if (window.failure() != null) {
      broken(content, window.failure());
    } else {
      visitor.mail(new Place(content.name(), 0, length), window.copy(0, length));
    }
  }

  private void tooLarge(Content content, int limit) throws IOException {
    long length = remaining(content);
    Broken failure = content.window().failure();
    if (failure != null) {
      broken(content, failure);
    } else {
      visitor.refused(new Place(content.name(), 0, length), Refusal.TOO_LARGE, tooLarge(limit));
    }
  }

  private void broken(Content content, Broken failure) throws IOException {
    Window window = content.window();
    long length = window.offset() + window.loaded();
    visitor.refused(
        new Place(content.name(), 0, length),
        failure.reason(),
        "after byte %,d of its content: ".formatted(length) + failure.detail());
  }

  /** Apple Mail's file: the length of the mail in digits, the mail, a property list. */
  private void emlx(Content content) throws IOException {
    visitor.file(content.name(), SourceFormat.EMLX);
    Window window = content.window();
    int limit = options.mail().messageBytes();
    int first = Sniffer.emlxLine(window);
    long stated = Sniffer.emlxLength(window);
    int length = (int) Math.min(stated, limit);
    int there = window.available(limit + Sniffer.SAMPLE + 1) - first;
    if (stated > limit || there + first > limit + Sniffer.SAMPLE) {
      tooLarge(content, limit);
      return;
    }
    Broken failure = window.failure();
    if (there < length || failure != null) {
      broken(
          content,
          failure != null
              ? failure
              : new Broken(
                  Refusal.TRUNCATED,
                  "its first line promises %,d bytes of mail".formatted(length)));
      return;
    }
    visitor.mail(new Place(content.name(), first, length), window.copy(first, first + length));
  }

  private void other(Content content) throws IOException {
    Window window = content.window();
    String unsupported = Sniffer.unsupported(window);
    SourceFormat format = packing(content);
    if (window.loaded() == 0) {
      refuse(content, format, Refusal.EMPTY, "an empty file");
    } else if (unsupported != null) {
      refuse(content, format, Refusal.UNSUPPORTED, unsupported);
    } else {
      refuse(
          content, format, Refusal.NOT_MAIL, "begins neither with mail headers nor as an archive");
    }
  }

  private static SourceFormat packing(Content content) {
    @Nullable SourceFormat packing = content.packing();
    return packing == null ? SourceFormat.OTHER : packing;
  }
}
