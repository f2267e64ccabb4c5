package broadside.intake.add;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Plainly fictional mails. */
final class TestMails {
  private static final String[] WORDS = {
    "tide", "harbour", "ledger", "crane", "permit", "salt", "rope", "lantern", "quay", "cargo",
    "pilot", "anchor", "signal", "chart", "ferry", "gull", "mast", "north", "keel", "sail"
  };

  private TestMails() {}

  /** The mail with this number; equal numbers give equal mails. */
  static String mail(int number) {
    Random random = new Random(number);
    StringBuilder mail = new StringBuilder(600);
    mail.append("From: clerk").append(number % 7).append("@harbour.example\n");
    mail.append("To: office").append(number % 5).append("@harbour.example\n");
    mail.append("Date: ").append(1 + number % 28).append(" Mar 2021 10:00:00 +0000\n");
    mail.append("Message-ID: <m").append(number).append("@harbour.example>\n");
    mail.append("Subject: Re: berth ").append(number % 11).append("\n\n");
    for (int i = 0; i < 60; i++) {
      mail.append(WORDS[random.nextInt(WORDS.length)]).append(i % 12 == 11 ? '\n' : ' ');
    }
    return mail.toString();
  }

  /** Appends mails {@code from} (inclusive) to {@code to} to an mbox. */
  static Path mbox(Path file, int from, int to) throws IOException {
    try (Writer out =
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = from; i < to; i++) {
        out.write("From clerk@harbour.example Mon Mar  1 10:00:00 2021\n");
        out.write(mail(i));
        out.write('\n');
      }
    }
    return file;
  }
}
