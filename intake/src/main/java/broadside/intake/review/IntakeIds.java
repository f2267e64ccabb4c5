package broadside.intake.review;

import broadside.archive.release.CheckMonitor;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.Mails;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The ids by which editors name mails: 12 or more hex digits from the front of a mail's hash. */
public final class IntakeIds {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");

  /** That of UTF-8, read as Latin-1. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  /** Wrong ids that one message names; a file may hold a million. */
  private static final int NAMED = 10;

  private IntakeIds() {}

  /**
   * The ids in a file: the first word of each line; empty lines and those after '#' are skipped.
   *
   * @throws IntakeException where it is a folder, names nothing, or a line begins with what is no
   *     plain text
   */
  public static List<String> read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw unusable(file, "it is a folder; name a file with one id a line");
    }
    List<String> ids = new ArrayList<>();
    // Latin-1 reads any bytes: what stands behind the ids is nobody's concern.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String read = lines.readLine(); read != null; read = lines.readLine()) {
        number++;
        String line = (read.startsWith(BYTE_ORDER_MARK) ? read.substring(3) : read).strip();
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        String word = line.split("\\s+", 2)[0];
        if (!word.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
          throw unusable(
              file,
              "its line %d begins with no id; save it as UTF-8, one id a line".formatted(number));
        }
        ids.add(word);
      }
    }
    if (ids.isEmpty()) {
      throw unusable(file, "it names no mail; write one id a line");
    }
    return ids;
  }

  private static IntakeException unusable(Path file, String why) {
    return new IntakeException(
        Refusal.BAD_CHOICE,
        file,
        "Nothing was changed: %s cannot be used: %s.".formatted(file, why));
  }

  /**
   * The mails that these ids name, each once.
   *
   * @param monitor is told of each
   * @throws IntakeException naming every id that is none, or that no mail or more than one mail has
   */
  static Collection<Mail> resolve(
      Collection<String> ids, Mails mails, Path publication, CheckMonitor monitor)
      throws IOException {
    Map<Long, Mail> found = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (String given : ids) {
      monitor.checkCancelled();
      String id = given.toLowerCase(Locale.ROOT);
      if (!ID.matcher(id).matches()) {
        wrong.add(given + " is no id (12 or more hex digits)");
        continue;
      }
      List<Mail> matches = mails.byPrefix(id, 2);
      switch (matches.size()) {
        case 0 -> wrong.add("no mail has the id " + given);
        case 1 -> {
          found.put(matches.getFirst().id(), matches.getFirst());
          monitor.progress(matches.getFirst().stored().bytes());
        }
        default -> wrong.add("more than one mail has the id " + given + "; give more digits");
      }
    }
    if (!wrong.isEmpty()) {
      String rest = wrong.size() > NAMED ? "; and %d more".formatted(wrong.size() - NAMED) : "";
      throw new IntakeException(
          Refusal.NO_SUCH_MAIL,
          publication,
          "Nothing was changed: "
              + String.join("; ", wrong.subList(0, Math.min(NAMED, wrong.size())))
              + rest
              + ".");
    }
    return found.values();
  }
}
