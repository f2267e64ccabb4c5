package broadside.site.answers;

import broadside.archive.log.CheckedLog;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.SealedState.Stage;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Statement;
import broadside.site.pages.CustodianLine;
import broadside.site.pages.Fact;
import broadside.site.pages.Link;
import broadside.site.pages.Notice;
import broadside.site.pages.OpenedSeal;
import broadside.site.pages.ReleaseFile;
import broadside.site.pages.SealedAct;
import broadside.site.pages.SealedPage;
import broadside.site.routes.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of sealed releases, and what other pages say of one.
 *
 * @param log that tells of them
 */
record SealedAnswer(Scheduled scheduled, CheckedLog log) {

  /** The page of a release that is sealed or void; null for all others. */
  @Nullable SealedPage page(Route.Release route) {
    Custody custody = scheduled.find(route.number());
    if (custody == null || custody.release().isOpen() || route.from() != 0) {
      return null;
    }
    SealedStatement seal = custody.seal();
    SealedWords words = new SealedWords(custody);
    return new SealedPage(
        seal.number(),
        words.title(),
        words.meaning(),
        facts(custody, words),
        custodians(custody),
        log(custody),
        words.limits(),
        seal.commitment(),
        seal.parts().size(),
        seal.threshold(),
        custody.state().isToCome() ? files(seal) : List.of());
  }

  private static List<Fact> facts(Custody custody, SealedWords words) {
    SealedStatement seal = custody.seal();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Hour", Words.hour(seal.terms().notBefore())));
    if (custody.release().heldUntil() != null) {
      facts.add(new Fact("Put off until", Words.hour(custody.state().due())));
    }
    facts.add(new Fact("Messages", Words.range(seal.first(), seal.last())));
    facts.add(
        new Fact(
            "Encrypted",
            Words.size(seal.parts().stream().mapToLong(SealedStatement.Part::bytes).sum())
                + ", padded: it says little of how much is in it"));
    if (!custody.state().isToCome()) {
      return facts;
    }
    facts.add(
        new Fact(
            "Opened by", "%d of %d custodians".formatted(seal.threshold(), seal.shares().size())));
    facts.add(new Fact("Grace", words.grace()));
    facts.add(new Fact("Can be put off", words.hold()));
    facts.add(new Fact("Can be taken back", seal.terms().isVoidable() ? "yes" : "no"));
    return facts;
  }

  private List<CustodianLine> custodians(Custody custody) {
    List<CustodianLine> lines = new ArrayList<>();
    for (int i = 1; i <= custody.seal().shares().size(); i++) {
      Logged<Receipt> receipt = custody.release().receipts().get(i);
      boolean isHere = custody.receipts().contains(i);
      List<Link> receipts = new ArrayList<>();
      if (isHere) {
        receipts.add(note(custody, SealedDirectory.receiptName(i), "note"));
      }
      if (receipt != null) {
        receipts.add(entry(receipt));
      }
      List<Link> shares = new ArrayList<>();
      if (custody.shares().contains(i)) {
        shares.add(note(custody, SealedDirectory.publishedName(i), "note"));
      }
      if (custody.bad().contains(i)) {
        shares.add(note(custody, SealedDirectory.evidenceName(i), "bad note"));
      }
      lines.add(
          new CustodianLine(
              Shown.text(custody.seal().shares().get(i - 1).custodian().name()),
              receipt != null ? "given" : isHere ? "given, not in the log yet" : "none",
              receipts,
              share(custody, i),
              shares));
    }
    return lines;
  }

  private static String share(Custody custody, int custodian) {
    boolean isGood = custody.shares().contains(custodian);
    boolean isBad = custody.bad().contains(custodian);
    if (isGood) {
      return isBad ? "published, and a bad one before or after" : "published";
    }
    if (isBad) {
      return "a bad one";
    }
    return switch (custody.state().stage()) {
      case SEALED, ARMED, HELD -> "not due yet";
      case DUE, OVERDUE -> "missing";
      case OPENED, VOID -> "none here";
    };
  }

  private static Link note(Custody custody, String name, String text) {
    return new Link(new Route.SealedFile(custody.number(), name).path(), text);
  }

  private Link entry(Logged<? extends Statement> logged) {
    return new Link("/" + log.entriesPath(logged.index()), "entry " + logged.index());
  }

  private List<SealedAct> log(Custody custody) {
    SealedRelease release = custody.release();
    SealedWords words = new SealedWords(custody);
    List<SealedAct> acts = new ArrayList<>();
    acts.add(act(release.sealed(), "Sealed"));
    for (Logged<Hold> hold : release.holds()) {
      acts.add(act(hold, words.putOff(hold)));
    }
    if (release.voiding() != null) {
      acts.add(
          act(
              release.voiding(),
              "Taken back: " + Words.reason(release.voiding().statement().reason().code())));
    }
    if (release.opening() != null) {
      acts.add(act(release.opening(), "Opened"));
    }
    return acts;
  }

  private SealedAct act(Logged<? extends Statement> logged, String what) {
    return new SealedAct(Words.isoDay(logged.statement().time()), what, entry(logged));
  }

  private static List<ReleaseFile> files(SealedStatement seal) {
    return SealedDirectory.files(seal).stream()
        .map(file ->
            new ReleaseFile(
                file.name(),
                new Route.SealedFile(seal.number(), file.name()).path(),
                Words.size(file.bytes()),
                file.sha256()))
        .toList();
  }

  /** That an open release was sealed, or null. */
  @Nullable OpenedSeal opened(int number) {
    Custody custody = scheduled.find(number);
    if (custody == null || !custody.release().isOpen()) {
      return null;
    }
    SealedRelease release = custody.release();
    String sealed = Words.hour(custody.seal().time());
    return new OpenedSeal(
        release.opening() != null
            ? "It was sealed on %s and is open since %s, as the log tells. What came out is what the seal commits to."
                .formatted(sealed, Words.hour(release.opening().statement().time()))
            : "It was sealed on %s and opened here with the shares of its custodians. %s: what came out is what the seal commits to."
                .formatted(
                    sealed,
                    release.voiding() == null
                        ? "The log does not tell of that yet"
                        : "Its editors took it back in the log after that, which closes nothing"),
        custodians(custody),
        log(custody));
  }

  /** What is said in the place of a mail. */
  Notice notice(Custody custody, long message) {
    boolean isVoid = custody.state().stage() == Stage.VOID;
    return new Notice(
        "Message %d is %s".formatted(message, isVoid ? "not published" : "sealed"),
        List.of(
            "Number %s is in release %d, which %s."
                .formatted(
                    Words.id(message), custody.number(), new SealedWords(custody).prospect()),
            isVoid
                ? "The number stays taken for ever."
                : "What stands under this number is fixed already, and will be here once the release is open."),
        List.of(SealedLists.link(custody), new Link("/releases", "All releases")));
  }
}
