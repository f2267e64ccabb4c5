package broadside.site.answers;

import broadside.archive.PublishedMail;
import broadside.mail.dkim.ArcSet;
import broadside.mail.dkim.Authentication;
import broadside.mail.dkim.Authenticator;
import broadside.mail.dkim.Coverage;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import broadside.mail.dkim.SignatureResult;
import broadside.mail.dkim.Undoing;
import broadside.mail.dkim.Verdict;
import broadside.mail.dkim.Weakness;
import broadside.mail.message.Message;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.SignatureVerdict;
import broadside.site.pages.Fact;
import broadside.site.pages.SignatureLine;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Says in words what the signatures of one mail are worth.
 *
 * <p>The verdicts are those that the editors have signed. What a page says besides, of coverage,
 * keys and weaknesses, is read from the mail and from the keys of its release.
 *
 * @param writer the domain of the writer's address, or ""
 * @param leftOut what nobody looked at, since a mail has too much of it
 * @param isRedacted true where the signed mail is not the one that is published
 */
record Signatures(
    List<SignatureVerdict> verdicts,
    List<SignatureResult> results,
    List<Coverage> coverage,
    String writer,
    List<String> leftOut,
    boolean isRedacted) {
  /** Fields that a reader sees, in the order in which they are named. */
  private static final List<String> READ =
      List.of("From", "Sender", "Reply-To", "To", "Cc", "Date", "Subject");

  /** The one that says most first. */
  private static final List<Verdict> BEST =
      List.of(
          Verdict.PASS,
          Verdict.WEAK,
          Verdict.KEY_PUBLIC,
          Verdict.FAIL_BODY,
          Verdict.FAIL_SIGNATURE,
          Verdict.NO_KEY,
          Verdict.NOT_LOOKED_UP);

  /** What holds before what does not, a signature before a chain. */
  private static final Comparator<SignatureVerdict> ORDER =
      Comparator.comparing((SignatureVerdict said) -> !verdict(said).holds())
          .thenComparing(said -> said.arc() > 0)
          .thenComparingInt(said -> BEST.indexOf(verdict(said)));

  /** Those of a mail of which these verdicts are said. */
  static Signatures of(
      PublishedMail mail,
      List<SignatureVerdict> verdicts,
      byte[] eml,
      Message message,
      KeySource keys) {
    String writer =
        message.from().isEmpty() ? "" : message.from().getFirst().domain().toLowerCase(Locale.ROOT);
    boolean isRedacted = mail.line() instanceof ManifestLine.Redacted || mail.act() != null;
    if (verdicts.isEmpty() || isRedacted) {
      return new Signatures(verdicts, List.of(), List.of(), writer, List.of(), isRedacted);
    }
    Authentication again = new Authenticator(keys).authenticate(eml);
    List<SignatureResult> results = again.results();
    List<Coverage> coverage = Coverage.of(eml);
    boolean fits = results.size() == verdicts.size() && coverage.size() == verdicts.size();
    return new Signatures(
        verdicts,
        fits ? results : List.of(),
        fits ? coverage : List.of(),
        writer,
        again.limits(),
        false);
  }

  boolean isUnsigned() {
    return verdicts.isEmpty();
  }

  /** One sentence for the head of the page; "" where there is no signature. */
  String summary() {
    return verdicts.isEmpty() ? "" : sentence(verdicts.indexOf(Collections.min(verdicts, ORDER)));
  }

  /** Every signature, in the order of the mail; then what nobody looked at. */
  List<SignatureLine> lines() {
    List<SignatureLine> lines = new ArrayList<>(verdicts.size());
    for (int i = 0; i < verdicts.size(); i++) {
      lines.add(new SignatureLine(sentence(i), facts(i)));
    }
    for (String left : leftOut) {
      lines.add(
          new SignatureLine("Not all was looked at: %s.".formatted(Shown.text(left)), List.of()));
    }
    return lines;
  }

  private String sentence(int at) {
    SignatureVerdict said = verdicts.get(at);
    String what =
        isRedacted ? attested(said) : said.arc() > 0 ? chain(said, at) : signature(said, at);
    String undone =
        said.undone().isEmpty()
            ? ""
            : " It holds once the marks that mail folders put before lines with “From ” are "
                + (said.undone().equals(Undoing.UNQUOTED.word()) ? "taken off." : "put back.");
    return what + undone;
  }

  private String signature(SignatureVerdict said, int at) {
    String who = who(said);
    return switch (verdict(said)) {
      case PASS -> "%s’s key signed %s.%s".formatted(who, covered(at), stranger(said));
      case WEAK ->
          "%s’s key signed %s, but this proves less: %s.%s"
              .formatted(who, covered(at), why(at), stranger(said));
      case KEY_PUBLIC ->
          "A key of %s signed %s, but that key is publicly known: anybody could have done so."
              .formatted(who, covered(at));
      case FAIL_BODY ->
          "A signature in the name of %s was made over another text than this.".formatted(who);
      case FAIL_SIGNATURE ->
          "A signature in the name of %s does not hold%s.".formatted(who, detail(at));
      case NO_KEY ->
          "A signature in the name of %s cannot be checked%s.".formatted(who, detail(at));
      case NOT_LOOKED_UP ->
          "There is a signature in the name of %s, whose key nobody has looked up.".formatted(who);
      case UNSIGNED -> "";
    };
  }

  /** Anybody can sign any mail with a domain of their own. */
  private String stranger(SignatureVerdict said) {
    String domain = said.domain();
    boolean isOwn =
        domain.equals(writer) || domain.endsWith("." + writer) || writer.endsWith("." + domain);
    return writer.isEmpty() || isOwn
        ? ""
        : " That is not the domain of the writer’s address, %s, and says nothing of it."
            .formatted(Shown.text(writer));
  }

  private String chain(SignatureVerdict said, int at) {
    String who = who(said);
    String sets = said.arc() == 1 ? "one forwarder" : Words.number(said.arc()) + " forwarders";
    return switch (verdict(said)) {
      case PASS -> chainHolds(who, sets, "");
      case WEAK -> chainHolds(who, sets, ", but proves less than it might");
      case KEY_PUBLIC -> chainHolds(who, sets, ", but a key in it is publicly known");
      case FAIL_BODY ->
          "%s passed this mail on and sealed it; the text was changed after that.".formatted(who);
      case FAIL_SIGNATURE ->
          "The chain of %s (ARC) that ends with %s does not hold%s."
              .formatted(sets, who, detail(at));
      case NO_KEY -> "The chain of %s (ARC) cannot be checked: a key is gone.".formatted(sets);
      case NOT_LOOKED_UP ->
          "The chain of %s (ARC) was not checked: nobody has looked its keys up.".formatted(sets);
      case UNSIGNED -> "";
    };
  }

  private static String chainHolds(String who, String sets, String but) {
    return "%s passed this mail on and sealed it: the chain of %s (ARC) holds%s."
        .formatted(who, sets, but);
  }

  private static String attested(SignatureVerdict said) {
    return "Of the whole mail, before parts were taken out, the editors say of %s %s: %s. Nobody else can check that."
        .formatted(
            said.arc() > 0 ? "the chain of forwarders of" : "the signature of",
            who(said),
            inFewWords(verdict(said)));
  }

  /** A verdict in a few words. */
  private static String inFewWords(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "it holds";
      case WEAK -> "it holds, but proves less than it might";
      case KEY_PUBLIC -> "it holds, but anybody could have made it";
      case FAIL_BODY -> "it was made over another text";
      case FAIL_SIGNATURE -> "it does not hold";
      case NO_KEY -> "its key is gone";
      case NOT_LOOKED_UP -> "nobody has looked its key up";
      case UNSIGNED -> "there is none";
    };
  }

  private static Verdict verdict(SignatureVerdict said) {
    return Verdict.of(said.verdict()).orElseThrow(); // it holds one of the same words
  }

  private static String who(SignatureVerdict said) {
    return said.domain().isEmpty() ? "somebody" : said.domain();
  }

  /** "From, To, Date, Subject and the text". */
  private String covered(int at) {
    if (coverage.isEmpty()) {
      return "this mail";
    }
    Coverage one = coverage.get(at);
    List<String> names = new ArrayList<>();
    for (String name : READ) {
      if (one.covered().stream().anyMatch(name::equalsIgnoreCase)) {
        names.add(name);
      }
    }
    String text =
        one.bodyBytes() < 0
            ? "the text"
            : "the first %s of the text".formatted(Words.size(one.bodyBytes()));
    return names.isEmpty() ? text : String.join(", ", names) + " and " + text;
  }

  private String why(int at) {
    List<Weakness> why =
        results.isEmpty() ? List.of() : results.get(at).weaknesses().stream().sorted().toList();
    return why.isEmpty()
        ? "the editors say so"
        : why.stream().map(Signatures::words).collect(Collectors.joining("; "));
  }

  private static String words(Weakness weakness) {
    return switch (weakness) {
      case SHORT_KEY -> "the key is so short that others can find it";
      case SHA1 -> "it uses SHA-1, which can be forged";
      case PART_OF_BODY -> "more text follows than was signed";
      case HEADER_UNSIGNED -> "From, Subject or Date was not signed";
      case HEADER_DOUBLED ->
          "From, Subject or Date is there twice, and not all of them were signed";
      case TESTING -> "the domain says that it was only testing";
      case EXPIRED -> "it had expired when the mail arrived";
      case DRAFT -> "it is of a form that came before the standard";
    };
  }

  private String detail(int at) {
    String detail = results.isEmpty() ? "" : results.get(at).detail();
    return detail.isEmpty() ? "" : ": " + Shown.text(detail);
  }

  private List<Fact> facts(int at) {
    List<Fact> facts = new ArrayList<>();
    if (coverage.isEmpty()) {
      return facts;
    }
    Coverage one = coverage.get(at);
    add(facts, "Covers", names(one.covered()));
    add(facts, "Does not cover", names(one.notCovered()));
    add(
        facts,
        "Signed",
        one.signed() == null ? "" : Words.moment(one.signed().atOffset(ZoneOffset.UTC)));
    add(
        facts,
        "Expires",
        one.expires() == null ? "" : Words.moment(one.expires().atOffset(ZoneOffset.UTC)));
    add(facts, "Key", key(at));
    for (ArcSet set : one.sets()) {
      facts.add(
          new Fact(
              "Set " + set.instance(),
              "%s says what it saw: %s"
                  .formatted(
                      set.domain().isEmpty() ? "somebody" : set.domain(),
                      set.results().isEmpty() ? "nothing" : Shown.text(set.results()))));
    }
    return facts;
  }

  private String key(int at) {
    DomainKey key = results.isEmpty() ? null : results.get(at).key();
    if (key == null) {
      return "";
    }
    return "%s, as recorded by the publisher: %s, %s"
        .formatted(
            key.name(),
            key.source().equals("dns") ? "asked of the DNS" : "from a file of keys",
            Words.day(key.date()));
  }

  private static String names(List<String> names) {
    return names.stream().map(Shown::text).collect(Collectors.joining(", "));
  }

  private static void add(List<Fact> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new Fact(name, value));
    }
  }

  /** What a later list adds: when the editors said so. */
  static String since(PublishedMail mail) {
    return mail.later() == null
        ? ""
        : "The editors said so on %s, after the release; the manifest keeps what it said before."
            .formatted(Words.day(mail.later().time()));
  }
}
