package broadside.intake.review;

import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.Mails;
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
import java.util.stream.Stream;

/** The ids by which editors name mails: 12 or more hex digits from the front of a mail's hash. */
public final class IntakeIds {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");

  /** Wrong ids that one message names; a file may hold a million. */
  private static final int NAMED = 10;

  private IntakeIds() {}

  /**
   * The ids in a file: the first word of each line; empty lines and those after '#' are skipped.
   */
  public static List<String> read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> line.split("\\s+", 2)[0])
          .toList();
    }
  }

  /**
   * The mails that these ids name, each once.
   *
   * @throws IntakeException naming every id that is none, or that no mail or more than one mail has
   */
  static Collection<Mail> resolve(Collection<String> ids, Mails mails, Path publication)
      throws IOException {
    Map<Long, Mail> found = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (String given : ids) {
      String id = given.toLowerCase(Locale.ROOT);
      if (!ID.matcher(id).matches()) {
        wrong.add(given + " is no id (12 or more hex digits)");
        continue;
      }
      List<Mail> matches = mails.byPrefix(id, 2);
      switch (matches.size()) {
        case 0 -> wrong.add("no mail has the id " + given);
        case 1 -> found.put(matches.getFirst().id(), matches.getFirst());
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
