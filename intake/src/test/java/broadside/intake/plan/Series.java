package broadside.intake.plan;

import broadside.archive.About;
import broadside.archive.Publication;
import broadside.archive.release.CheckMonitor;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.add.Intake;
import broadside.intake.add.IntakeMonitor;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Decisions.Decision;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Part;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.segment.SegmentReader;
import broadside.intake.sign.Founding;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.mail.source.SourceOptions;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A publication of notes that are added as files and told apart by a name in their subject. */
record Series(Path publication, Path sources) {
  static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final Pattern SUBJECT = Pattern.compile("Subject: note ([a-z0-9]+)\n");

  static Series create(Path scratch) throws IOException {
    Founding.create(
        scratch.resolve("pub"),
        new About("Harbour notes", "Invented notes.", "Written for a test.", "en", ""),
        Settings.DEFAULT);
    return new Series(scratch.resolve("pub"), Files.createDirectory(scratch.resolve("sources")));
  }

  /**
   * Writes a note, which {@link #add} takes in.
   *
   * @param date of ISO with zone, or "" for none
   * @param references names of notes that it follows
   */
  void note(String name, String date, String... references) throws IOException {
    StringBuilder text = new StringBuilder("From: ann@harbour.example\nTo: bob@harbour.example\n");
    text.append("Message-ID: <").append(name).append("@harbour.example>\n");
    text.append("Subject: note ").append(name).append('\n');
    if (!date.isEmpty()) {
      text.append("Date: ")
          .append(
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  Instant.parse(date).atOffset(ZoneOffset.UTC)))
          .append('\n');
    }
    if (references.length > 0) {
      text.append("References:");
      for (String reference : references) {
        text.append(" <").append(reference).append("@harbour.example>");
      }
      text.append('\n');
    }
    text.append("\nThe tide was high when ").append(name).append(" was written.\n");
    Files.writeString(sources.resolve(name + ".eml"), text);
  }

  /** Writes notes of their own threads, a day apart from this day of 2020 on. */
  void notes(int day, String... names) throws IOException {
    LocalDate date = LocalDate.ofYearDay(2020, day);
    for (String name : names) {
      note(name, date + "T09:00:00Z");
      date = date.plusDays(1);
    }
  }

  /** Adds what was written and is not there yet. */
  void add() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      new Intake(open, SourceOptions.DEFAULT).add(sources, IntakeMonitor.NONE);
    }
  }

  /** Work on the open publication. */
  @FunctionalInterface
  interface Work<T> {
    T run(PrivateDirectory open) throws IOException;
  }

  <T> T open(Work<T> work) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      return work.run(open);
    }
  }

  Planner.Made cut(Cut cut) throws IOException {
    return open(open -> new Planner(open).cut(cut, false, daily(), CheckMonitor.NONE));
  }

  /** From the first of December on at two o'clock. */
  static Schedule daily() {
    return new Schedule(LocalDate.of(2026, 12, 1), HourOfDay.parse("14:00Z"), Interval.parse("1d"));
  }

  Calendar calendar() throws IOException {
    return open(open -> new Planner(open).calendar(NOW));
  }

  /** When each part comes out. */
  List<String> times() throws IOException {
    return calendar().rows().stream().map(row -> row.part().time().toString()).toList();
  }

  /** The notes of each part, in the order of their dates. */
  List<List<String>> parts() throws IOException {
    return open(open -> {
      List<List<String>> parts = new ArrayList<>();
      for (Part part : open.ledger().parts().all()) {
        parts.add(
            names(
                open,
                "SELECT mail FROM planned p JOIN mail m ON m.id = p.mail WHERE p.part = "
                    + part.position()
                    + " ORDER BY m.date IS NULL, m.date, m.hash"));
      }
      return parts;
    });
  }

  private static List<String> names(PrivateDirectory open, String sql) throws IOException {
    List<Long> ids = new ArrayList<>();
    open.ledger()
        .with(connection -> {
          try (var s = connection.prepareStatement(sql);
              var r = s.executeQuery()) {
            while (r.next()) {
              ids.add(r.getLong(1));
            }
          }
          return ids;
        });
    List<String> names = new ArrayList<>();
    try (SegmentReader segments = SegmentReader.open(open.mailDirectory())) {
      for (long id : ids) {
        Mail mail = Objects.requireNonNull(open.ledger().mails().mail(id));
        names.add(name(segments.read(mail.stored())));
      }
    }
    return names;
  }

  private static String name(byte[] eml) {
    Matcher subject = SUBJECT.matcher(new String(eml, StandardCharsets.UTF_8));
    return subject.find() ? subject.group(1) : "?";
  }

  ReleaseStatement release(ReleaseChoice choice) throws IOException {
    return open(open ->
        new Releaser(open)
            .release(
                choice,
                "",
                NOW,
                new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()),
                ReleaseMonitor.NONE));
  }

  /** The notes that readers see in these numbers; "-" for a withheld one. */
  List<String> published(long first, long last) throws IOException {
    try (Publication open = Publication.open(publication.resolve("public"))) {
      List<String> names = new ArrayList<>();
      for (long n = first; n <= last; n++) {
        byte[] eml = Objects.requireNonNull(open.mail(n)).eml();
        names.add(eml == null ? "-" : name(eml));
      }
      return names;
    }
  }

  /** Gives a note another state, as a decision does. */
  void decide(String name, MailState state) throws IOException {
    open(open -> {
      List<Mail> all = new ArrayList<>();
      open.ledger().mails().forEach(all::add);
      try (SegmentReader segments = SegmentReader.open(open.mailDirectory())) {
        for (Mail mail : all) {
          if (name(segments.read(mail.stored())).equals(name)) {
            open.ledger().mails().setState(mail.id(), state);
            if (state == MailState.WITHHELD) {
              open.ledger()
                  .decisions()
                  .add(new Decision(NOW, Action.WITHHOLD, "safety", ""), List.of(mail.id()));
            }
          }
        }
      }
      open.ledger().commit();
      return true;
    });
  }
}
