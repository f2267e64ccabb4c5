package broadside.mail.dkim;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys by name; the names that were asked for are kept. */
final class KnownKeys implements KeySource {
  private static final Pattern ENTRY =
      Pattern.compile("^ {2}\"([^\"]*)\": \"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.MULTILINE);

  private final Map<String, List<DomainKey>> keys = new HashMap<>();
  final List<String> asked = new ArrayList<>();

  KnownKeys with(String name, String record) {
    return with(name, record, false);
  }

  KnownKeys with(String name, String record, boolean isPublic) {
    keys.computeIfAbsent(name, n -> new ArrayList<>())
        .add(DomainKey.of(name, record, "file", LocalDate.of(2026, 1, 1), isPublic));
    return this;
  }

  /** Says that a name was looked up and is not there. */
  KnownKeys without(String name) {
    keys.put(name, new ArrayList<>());
    return this;
  }

  /** The keys of one source in the corpus: an object of objects, one blank for each level. */
  static KnownKeys ofCorpus(String json, String source) {
    KnownKeys known = new KnownKeys();
    int from = json.indexOf("\n \"" + source + "\": {");
    int to = json.indexOf("\n }", from);
    Matcher entries = ENTRY.matcher(json.substring(from, to));
    while (entries.find()) {
      String record = entries.group(2).replace("\\\"", "\"");
      if (record.equals("NXDOMAIN")) {
        known.without(entries.group(1));
      } else if (!record.startsWith("~~")) {
        known.with(entries.group(1), record);
      }
    }
    return known;
  }

  Map<String, List<DomainKey>> all() {
    return keys;
  }

  @Override
  public @Nullable List<DomainKey> find(String name) {
    asked.add(name);
    return keys.get(name);
  }
}
