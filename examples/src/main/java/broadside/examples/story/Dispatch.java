package broadside.examples.story;

import broadside.examples.dkim.Algorithm;
import broadside.examples.dkim.ArcSealer;
import broadside.examples.dkim.DkimSigner;
import broadside.examples.dkim.RawMail;
import broadside.examples.dkim.Terms;
import broadside.examples.mime.Letter;
import broadside.examples.mime.LetterWriter;
import broadside.examples.mime.MailDates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Takes letters from their writers to the archive: domains sign them, single ones are changed on
 * their way, the residents' list puts its footer under them and seals them. Letters come in the
 * order of their dates. Not safe for threads.
 */
final class Dispatch {

  private static final LocalDate LIST_HAS_FOOTER = LocalDate.of(2018, 5, 1);
  private static final LocalDate LIST_SEALS = LocalDate.of(2019, 1, 1);
  private static final String LIST_FOOTER =
      """

      ______________________________________________
      northquay: the neighbours' list
      https://lists.northquay.example/northquay/
      """;

  private static final String COUNCIL_FOOTER =
      "\n\nThis message was opened by the machine of Quillhaven Town Council and found to be dry.\n";
  private static final String APPENDED =
      "\nThe fee is 40 crowns, to be left in the blue shed, in an envelope without a name.\n";

  private static final int NARROW = 50;
  private static final int DAYS_VALID = 7;
  private static final int DAYS_IN_QUEUE = 9;
  private static final long DAY = 86_400;

  private final Postmasters postmasters = new Postmasters();
  private final Map<String, String> lastSignature = new HashMap<>();

  /** The letter as it arrived; the same one always arrives in the same way. */
  Sent send(Letter letter) {
    Fate fate = Fate.of(letter.fate());
    boolean list =
        letter.headers().contains(Ids.listHeaders().getFirst())
            && !letter.date().toLocalDate().isBefore(LIST_HAS_FOOTER);
    RawMail written = written(letter);
    RawMail departing = departing(letter, written, fate);
    List<Terms> terms = terms(letter, departing, fate);
    List<String> signatures = new ArrayList<>();
    List<String> verdicts = new ArrayList<>();
    for (Terms each : terms) {
      signatures.add(signature(letter, departing, each, fate));
      String verdict = list ? "fail-body" : fate.verdict();
      verdicts.add(
          verdict.isEmpty()
              ? usual(letter, each)
              : line(letter, 0, verdict, each, list ? "-" : fate.remark()));
    }
    Letter received = list ? footed(letter) : changed(letter, fate);
    RawMail arrived = fate == Fate.DOUBLED ? departing : written(received);
    arrived = handled(letter, arrived.withAfterTrace(signatures), fate);
    if (list && !letter.date().toLocalDate().isBefore(LIST_SEALS)) {
      arrived = sealed(letter, arrived, terms, fate, verdicts);
    }
    return new Sent(arrived.bytes(), verdicts);
  }

  /** What is signed, which is not always what was handed over. */
  private static RawMail departing(Letter letter, RawMail written, Fate fate) {
    return switch (fate) {
      case REDATED ->
          written.withField("Date", MailDates.header(letter.date().plusSeconds(2 * DAY)));
      case DOUBLED -> written.withField("Subject", "Bollard 18");
      default -> written;
    };
  }

  private List<Terms> terms(Letter letter, RawMail mail, Fate fate) {
    List<Terms> usual = postmasters.leaving(letter, mail);
    return switch (fate) {
      case ELSEWHERE -> List.of();
      case TRIAL -> List.of(postmasters.port(letter, mail, "trial"));
      case PUBLISHED -> List.of(postmasters.port(letter, mail, "kiosk"));
      case RELAY -> List.of(postmasters.port(letter, mail, "relay"));
      case REVOKED -> List.of(postmasters.port(letter, mail, "old-office"));
      case BARE ->
          List.of(usual.getFirst().withFields(List.of("From", "From", "To", "Date", "Message-ID")));
      case LATE ->
          List.of(usual.getFirst().withExpires(usual.getFirst().signed() + DAYS_VALID * DAY));
      case REDATED -> List.of(usual.getFirst().withSigned(usual.getFirst().signed() + 2 * DAY));
      case APPENDED ->
          List.of(
              usual.getFirst().withLength(DkimSigner.bodyLength(mail, usual.getFirst().body())));
      default -> usual;
    };
  }

  private String signature(Letter letter, RawMail mail, Terms terms, Fate fate) {
    if (fate == Fate.COPIED) {
      String copied = lastSignature.get(letter.from().address());
      if (copied == null) {
        throw new IllegalStateException("nothing to copy for " + letter.subject());
      }
      return copied;
    }
    String signature = DkimSigner.sign(mail, terms);
    if (fate == Fate.CUT) {
      return signature.substring(0, signature.indexOf(";\n\tbh="));
    }
    lastSignature.put(letter.from().address(), signature);
    return signature;
  }

  /** The letter with other words, where somebody changed them. */
  private static Letter changed(Letter letter, Fate fate) {
    String text = letter.text();
    String other =
        switch (fate) {
          case CHANGED ->
              text.replaceFirst(
                  "I\\s+asked\\s+by\\s+what\\.\\s+He\\s+said\\s+\"by\\s+events\"\\.", "I agreed.");
          case REWRAPPED -> narrowed(text);
          case FOOTER -> text.stripTrailing() + COUNCIL_FOOTER;
          case APPENDED -> text + APPENDED;
          case QUOTED -> text.replaceFirst("(?m)^From ", ">From ");
          default -> text;
        };
    boolean changes =
        switch (fate) {
          case CHANGED, REWRAPPED, FOOTER, APPENDED, QUOTED -> true;
          default -> false;
        };
    if (changes == other.equals(text)) {
      throw new IllegalStateException(fate + " does not fit " + letter.subject());
    }
    return letter.saying(other, letter.html());
  }

  /** What relays and folders did to the header. */
  private static RawMail handled(Letter letter, RawMail mail, Fate fate) {
    return switch (fate) {
      case DOUBLED -> mail.withAfterTrace(List.of("Subject: " + letter.subject()));
      case LATE -> {
        String trace = mail.value("Received");
        String late = MailDates.header(letter.date().plusDays(DAYS_IN_QUEUE));
        yield mail.withField("Received", trace.substring(0, trace.lastIndexOf('\t') + 1) + late);
      }
      default -> mail;
    };
  }

  private RawMail sealed(
      Letter letter, RawMail arrived, List<Terms> found, Fate fate, List<String> verdicts) {
    RawMail mail = arrived;
    if (fate == Fate.RETOUCHED) {
      mail = mail.withBody(mail.body().replaceFirst("412", "411"));
    }
    Terms terms = postmasters.list(letter, mail);
    mail = ArcSealer.seal(mail, terms, Postmasters.LIST + ";\n\t" + results(found));
    if (fate == Fate.RETOUCHED) {
      mail = mail.withBody(arrived.body());
    }
    int sets = 1;
    if (fate == Fate.RESEALED) {
      terms = postmasters.desk(letter, mail);
      mail = ArcSealer.seal(mail, terms, "desk.tidings.example;\n\tarc=pass");
      sets = 2;
    }
    verdicts.add(line(letter, sets, fate == Fate.RETOUCHED ? "fail-body" : "pass", terms, "-"));
    return mail;
  }

  private static String results(List<Terms> found) {
    if (found.isEmpty()) {
      return "dkim=none";
    }
    return found.stream()
        .map(terms ->
            "dkim=pass header.d=" + terms.key().domain() + " header.s=" + terms.key().selector())
        .collect(Collectors.joining(";\n\t"));
  }

  private static Letter footed(Letter letter) {
    return letter.saying(letter.text().stripTrailing() + "\n" + LIST_FOOTER, letter.html());
  }

  private static String narrowed(String text) {
    return text.replaceAll("(?<!--) \n", " ")
        .lines()
        .map(line ->
            line.length() <= NARROW
                ? line
                : line.replaceAll("(.{1," + NARROW + "})(?: |$)", "$1\n").stripTrailing())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static RawMail written(Letter letter) {
    return RawMail.parse(LetterWriter.bytes(letter));
  }

  private static String usual(Letter letter, Terms terms) {
    if (terms.key().selector().equals("hammer")) {
      return line(letter, 0, "weak", terms, "SHORT_KEY");
    }
    return terms.algorithm() == Algorithm.RSA_SHA1
        ? line(letter, 0, "weak", terms, "SHA1")
        : line(letter, 0, "pass", terms, "-");
  }

  private static String line(Letter letter, int sets, String verdict, Terms terms, String remark) {
    return String.join(
        "\t",
        letter.id(),
        String.valueOf(sets),
        verdict,
        terms.key().domain(),
        terms.key().selector(),
        remark);
  }
}
