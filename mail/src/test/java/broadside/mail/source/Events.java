package broadside.mail.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a source told, for tests; every reading is held against the counter. */
public final class Events implements SourceVisitor {
  /** One mail; {@code text} is its bytes as ISO 8859-1, which loses none. */
  public record Mail(Place place, String text) {}

  public record Refused(Place place, Refusal reason, String detail) {}

  public final Map<String, SourceFormat> files = new LinkedHashMap<>();
  public final List<Mail> mails = new ArrayList<>();
  public final List<Refused> refused = new ArrayList<>();
  public final List<String> repaired = new ArrayList<>();
  public final List<String> places = new ArrayList<>();

  static Events of(Path source) throws IOException {
    return of(source, SourceOptions.DEFAULT);
  }

  /** Everything that {@code source} tells, after checking that the counter expects as much. */
  public static Events of(Path source, SourceOptions options) throws IOException {
    Events events = new Events();
    MailSource.open(source, options).read(events);
    assertThat(SourceCounter.count(source, options)).as("counter").isEqualTo(events.count());
    return events;
  }

  long count() {
    return (long) mails.size() + refused.size();
  }

  /** The mails. */
  public List<String> texts() {
    return mails.stream().map(Mail::text).toList();
  }

  List<Refusal> reasons() {
    return refused.stream().map(Refused::reason).toList();
  }

  @Override
  public void file(String file, SourceFormat format) {
    assertThat(files).as("told once").doesNotContainKey(file);
    files.put(file, format);
  }

  @Override
  public void mail(Place place, byte[] bytes) {
    assertThat(files).containsKey(place.file());
    mails.add(new Mail(place, new String(bytes, StandardCharsets.ISO_8859_1)));
    places.add(place.file());
  }

  @Override
  public void refused(Place place, Refusal reason, String detail) {
    assertThat(files).containsKey(place.file());
    assertThat(detail).isNotBlank();
    refused.add(new Refused(place, reason, detail));
    places.add(place.file());
  }

  @Override
  public void repaired(Place place, String what) {
    repaired.add(what);
  }
}
