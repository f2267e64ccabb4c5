package broadside.intake.dkim;

import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.mail.dkim.DomainKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a domain key file: a JSON object whose keys are names such as {@code
 * s1._domainkey.example.org} and whose values are the text of the TXT record; or an object with
 * {@code record}, and optionally {@code date} (the day it was recorded) and {@code public} (true
 * where the private key is publicly known); or a list of such values. Objects under other keys are
 * sections, and are read the same.
 *
 * <p>Format: docs/formats/dkim.md.
 */
final class DomainKeyFile {
  /** The word for keys that somebody wrote down. */
  static final String SOURCE = "file";

  /** A million keys; more is a mistake. */
  private static final long MOST_BYTES = 512L << 20;

  private static final int DATE_CHARS = 10;
  private static final int SECTIONS = 16;
  private static final String DOMAINKEY = "._domainkey.";
  private static final String NAME = "([^.]+[.])+_domainkey([.][^.]+)+";

  private final Path file;
  private final JsonParser json;
  private final LocalDate today;
  private final List<DomainKey> keys = new ArrayList<>();

  private DomainKeyFile(Path file, JsonParser json, LocalDate today) {
    this.file = file;
    this.json = json;
    this.today = today;
  }

  /**
   * The keys in {@code file}.
   *
   * @param today the day of keys that bear none
   * @throws IntakeException where it is none; the message says where
   */
  static List<DomainKey> read(Path file, LocalDate today) throws IOException {
    if (Files.isDirectory(file)) {
      throw refused(file, "it is a folder");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw refused(file, "it has more than 512 MiB");
    }
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(SECTIONS + 3) // with a list, and an object in it
                    .maxStringLength(1 << 20)
                    .build())
            .build();
    try (InputStream in = Files.newInputStream(file);
        JsonParser json = factory.createParser(ObjectReadContext.empty(), in)) {
      return new DomainKeyFile(file, json, today).read();
    }
  }

  private List<DomainKey> read() throws IOException {
    try {
      expect(json.nextToken(), JsonToken.START_OBJECT);
      section();
      if (json.nextToken() != null) {
        throw wrong("something follows its end");
      }
      return keys;
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw refused(file, e.getOriginalMessage(), json.currentLocation());
    }
  }

  /** The members of an object whose beginning was read; a stack is kept by the parser. */
  private void section() throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.END_OBJECT) {
        depth--;
      } else {
        expect(token, JsonToken.PROPERTY_NAME);
        String name = json.currentName();
        if (name.toLowerCase(Locale.ROOT).contains(DOMAINKEY)) {
          values(name(name));
        } else {
          expect(json.nextToken(), JsonToken.START_OBJECT);
          if (++depth > SECTIONS) {
            throw wrong("its sections are more than " + SECTIONS + " deep");
          }
        }
      }
    }
  }

  private void values(String name) throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      value(name);
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      value(name);
    }
  }

  private void value(String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      add(name, json.getString(), today, false);
      return;
    }
    expect(json.currentToken(), JsonToken.START_OBJECT);
    String record = null;
    LocalDate date = today;
    boolean isPublic = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "record" -> {
          expect(json.currentToken(), JsonToken.VALUE_STRING);
          record = json.getString();
        }
        case "date" -> date = date();
        case "public" -> isPublic = isTrue();
        default -> throw wrong("there is no field \"" + cut(field) + "\" of a key");
      }
    }
    if (record == null) {
      throw wrong(name + " has no \"record\"");
    }
    add(name, record, date, isPublic);
  }

  private void add(String name, String record, LocalDate date, boolean isPublic) {
    keys.add(DomainKey.of(name, record, SOURCE, date, isPublic));
  }

  private String name(String written) throws IOException {
    String name = written.toLowerCase(Locale.ROOT);
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (!DomainKey.isName(bare) || !bare.matches(NAME)) {
      throw wrong("\"" + cut(written) + "\" is no name of a key");
    }
    return bare;
  }

  private LocalDate date() throws IOException {
    try {
      if (json.currentToken() == JsonToken.VALUE_STRING && json.getStringLength() == DATE_CHARS) {
        return LocalDate.parse(json.getString());
      }
    } catch (DateTimeException e) {
      // as of any other value
    }
    throw wrong("a date must be like 2019-06-30");
  }

  private boolean isTrue() throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw wrong("\"public\" must be true or false");
    };
  }

  private void expect(JsonToken token, JsonToken expected) throws IOException {
    if (token != expected) {
      throw wrong("it is not shaped like a domain key file");
    }
  }

  private IntakeException wrong(String what) {
    return refused(file, what, json.currentTokenLocation());
  }

  private static IntakeException refused(Path file, String what, TokenStreamLocation place) {
    return refused(file, what + ", line " + place.getLineNr());
  }

  private static IntakeException refused(Path file, String what) {
    return new IntakeException(
        Refusal.BAD_KEY_FILE, file, "%s is no domain key file: %s.".formatted(file, what));
  }

  private static String cut(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
