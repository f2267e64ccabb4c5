package broadside.proof.release;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a release with sizes and hashes: the content of {@code SHA256SUMS}, which {@code
 * sha256sum -c} accepts.
 *
 * @param files in the order of their names, each name once
 */
public record FileList(List<Entry> files) {
  /** What the list is called in a release's directory. */
  public static final String FILE = "SHA256SUMS";

  private static final String NAME = "[a-z0-9.-]+|index/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}";
  private static final Pattern NAMES = Pattern.compile(NAME);
  private static final Pattern SIZE = Pattern.compile("# (0|[1-9][0-9]{0,17}) (" + NAME + ")");
  private static final Pattern HASH = Pattern.compile("([0-9a-f]{64})  (" + NAME + ")");

  /**
   * One file.
   *
   * @param name its path below the release's directory
   * @param bytes its size, which caps a download
   * @param sha256 in lower-case hex
   */
  public record Entry(String name, long bytes, String sha256) {
    public Entry {
      if (!isName(name)) {
        throw new IllegalArgumentException("no name of a release's file: " + name);
      }
      ManifestGrammar.checkSize(bytes);
      ManifestGrammar.checkHash(sha256);
    }
  }

  public FileList {
    files = List.copyOf(files);
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i - 1).name().compareTo(files.get(i).name()) >= 0) {
        throw new IllegalArgumentException("not in order: " + files.get(i).name());
      }
    }
  }

  /** True for a path that a release may hold: it never leaves the release's directory. */
  public static boolean isName(String name) {
    return NAMES.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /** The file with this name, or null. */
  public @Nullable Entry find(String name) {
    return files.stream().filter(e -> e.name().equals(name)).findFirst().orElse(null);
  }

  /** Bytes of all files together. */
  public long bytes() {
    return files.stream().mapToLong(Entry::bytes).sum();
  }

  /** For each file the line {@code # bytes name} and the line {@code hash name}. */
  public String print() {
    StringBuilder text = new StringBuilder(128 * files.size());
    for (Entry e : files) {
      text.append("# ").append(e.bytes()).append(' ').append(e.name()).append('\n');
      text.append(e.sha256()).append("  ").append(e.name()).append('\n');
    }
    return text.toString();
  }

  /** The inverse of {@link #print()}. */
  public static FileList parse(byte[] bytes) throws FormatException {
    if (bytes.length == 0) {
      return new FileList(List.of());
    }
    List<String> lines = SignedText.lines(SignedText.decode(bytes));
    List<Entry> entries = new ArrayList<>(lines.size() / 2);
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      Matcher size = SIZE.matcher(lines.get(i));
      Matcher hash = HASH.matcher(lines.get(i + 1));
      if (!size.matches() || !hash.matches() || !size.group(2).equals(hash.group(2))) {
        throw new FormatException("no file and size: " + lines.get(i) + " / " + lines.get(i + 1));
      }
      if (!isName(size.group(2))) {
        throw new FormatException("no name of a release's file: " + size.group(2));
      }
      if (!entries.isEmpty() && entries.getLast().name().compareTo(size.group(2)) >= 0) {
        throw new FormatException("files not in order: " + size.group(2));
      }
      entries.add(new Entry(size.group(2), SignedText.count(size.group(1)), hash.group(1)));
    }
    if (lines.size() % 2 != 0) {
      throw new FormatException("a line without its pair: " + lines.getLast());
    }
    return new FileList(entries);
  }

  /** The text's UTF-8 bytes, as they are written and hashed. */
  public byte[] encode() {
    return print().getBytes(StandardCharsets.UTF_8);
  }
}
