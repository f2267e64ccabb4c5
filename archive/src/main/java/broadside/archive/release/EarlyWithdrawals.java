package broadside.archive.release;

import broadside.proof.history.History;
import broadside.proof.release.Reason;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Withdrawals that a mirror has verified and whose state it cannot take yet, since files are still
 * missing: what they take back is shown to nobody meanwhile. They stand beside the public
 * directory, in a file of its name and {@code .hidden}.
 *
 * @param entries of the log with which all of them are in it; from there on the log itself counts
 * @param releases what has become of numbers, by the release that holds them
 */
public record EarlyWithdrawals(long entries, Map<Integer, Map<Long, TakenBack.Act>> releases) {
  /** There are none. */
  public static final EarlyWithdrawals NONE = new EarlyWithdrawals(0, Map.of());

  /** Behind the directory's name, which what others keep beside it does not bear. */
  private static final String SUFFIX = ".hidden";

  private static final String BEGIN = "broadside/v1 hidden";
  private static final String ENTRIES = "entries ";

  public EarlyWithdrawals {
    Map<Integer, Map<Long, TakenBack.Act>> copy = new HashMap<>();
    releases.forEach((release, acts) -> copy.put(release, Map.copyOf(acts)));
    releases = Map.copyOf(copy);
  }

  /**
   * Reads those of a public directory, as far as its log has not got them.
   *
   * @throws ReleaseException where the file is damaged: nobody knows then what may be shown
   */
  public static EarlyWithdrawals read(Path publicDirectory, History history) throws IOException {
    try {
      EarlyWithdrawals all = parse(Files.readAllBytes(file(publicDirectory)));
      return history.size() < all.entries ? all : NONE;
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (FormatException e) {
      throw new ReleaseException(
          "%s is damaged (%s), so that nobody knows which mails may not be shown: delete it and run the mirror again."
              .formatted(file(publicDirectory), e.getMessage()));
    }
  }

  /** Puts them where whoever serves the public directory finds them. */
  public void write(Path publicDirectory) throws IOException {
    Durable.replace(file(publicDirectory), encode());
  }

  /** Deletes those of a public directory. */
  public static void delete(Path publicDirectory) throws IOException {
    Durable.deleteReplaced(file(publicDirectory));
  }

  private static Path file(Path publicDirectory) {
    Path directory = publicDirectory.toAbsolutePath().normalize();
    return directory.resolveSibling(directory.getFileName() + SUFFIX);
  }

  /** What has become of numbers of a release. */
  public Map<Long, TakenBack.Act> of(int release) {
    return releases.getOrDefault(release, Map.of());
  }

  /**
   * True for a file of a release that holds its mails, words of them, or what proves a guess of
   * them: where something is hidden, it is served to nobody.
   *
   * @param name in the release's list of files
   */
  public static boolean tellsOfMails(String name) {
    return name.endsWith(".zip") || name.equals(ReleaseFiles.SALTS) || name.startsWith("index/");
  }

  /** The file. */
  byte[] encode() {
    StringBuilder text = new StringBuilder(1024);
    text.append(BEGIN).append('\n').append(ENTRIES).append(entries).append('\n');
    new TreeMap<>(releases)
        .forEach((release, acts) ->
            new TreeMap<>(acts)
                .forEach((number, act) ->
                    text.append(
                        "%s %s %s %s\n"
                            .formatted(
                                release,
                                number,
                                act.taken().reason().code(),
                                SignedText.time(act.time())))));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The inverse of {@link #encode()}. */
  static EarlyWithdrawals parse(byte[] file) throws FormatException {
    List<String> lines = SignedText.lines(SignedText.decode(file));
    if (lines.size() < 2 || !lines.get(0).equals(BEGIN) || !lines.get(1).startsWith(ENTRIES)) {
      throw new FormatException("it does not begin with \"" + BEGIN + "\"");
    }
    Map<Integer, Map<Long, TakenBack.Act>> releases = new HashMap<>();
    for (String line : lines.subList(2, lines.size())) {
      List<String> words = List.of(line.split(" ", -1));
      if (words.size() != 4) {
        throw new FormatException("no line of it: " + line);
      }
      long number = SignedText.count(words.get(1));
      releases
          .computeIfAbsent(SignedText.integer(words.getFirst()), n -> new HashMap<>())
          .put(number, act(number, Reason.parse(words.get(2)), SignedText.time(words.get(3))));
    }
    return new EarlyWithdrawals(
        SignedText.count(lines.get(1).substring(ENTRIES.length())), releases);
  }

  /** Nothing is shown in the number's place, even where something is to be. */
  public static TakenBack.Act act(long number, Reason reason, Instant time) {
    return new TakenBack.Act(new Withdrawal.Taken(number, reason, null), time);
  }
}
