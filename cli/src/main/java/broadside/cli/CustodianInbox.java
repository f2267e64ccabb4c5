package broadside.cli;

import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.mirror.Mirror;
import broadside.archive.sealed.SealedState;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "inbox",
    description = {
      "Brings your copy of the log and of what is sealed up to date, and says what is asked of you.",
      "Without a network it says it from what is held."
    },
    footer = {
      "",
      "Example: broadside custodian inbox keep",
      "         broadside custodian inbox keep --from https://mirror.example/",
      "",
      "Exit: 0 up to date; 1 something forged was met (and not taken); 3 something is missing;",
      "4 it may be an old state; 5 nobody answers; 69 the machine cannot take what is new, 75 another",
      "process is at work here. What is held is told all the same, before files are fetched."
    })
final class CustodianInbox extends CustodianTask {
  /** What was said of each release. */
  private final Map<Integer, String> said = new HashMap<>();

  private final CustodianWords words = new CustodianWords(ZoneId.systemDefault());

  @Override
  public Integer call() throws IOException {
    CustodianDirectory directory = directory();
    Clock clock = Clock.systemUTC();
    console().say(words.clock(clock.instant()));
    try (Interruption interruption = Interruption.listen()) {
      Held held =
          sync(
              directory,
              new Mirror(directory.mirror(clock)),
              interruption,
              soFar -> {
                say(soFar, clock.instant());
                return false;
              });
      Instant now = clock.instant();
      say(held, now);
      if (held.all().isEmpty()) {
        console().say("No release is sealed. Nothing is asked of you.");
      }
      console().result(json(held, now));
      return held.trouble() != null
          ? Failures.code(held.trouble())
          : Upstreams.code(Objects.requireNonNull(held.report()));
    } catch (InterruptedIOException e) {
      console().error("stopped; the same command goes on.");
      return ExitCode.INTERRUPTED;
    }
  }

  /** Says what is asked, but what was said already. */
  private void say(Held held, Instant now) {
    for (Entrusted of : held.all()) {
      String sentence = words.asked(of, now);
      if (!sentence.equals(said.put(of.number(), sentence))) {
        console().say("");
        console().say(sentence);
        String next = next(of, now);
        if (next != null) {
          console().say("  " + next);
        }
      }
    }
  }

  /** The exact command that is next, or null where there is none. */
  private @Nullable String next(Entrusted of, Instant now) {
    if (!of.isMine() || !of.isPending()) {
      return null;
    }
    if (!now.isBefore(of.release().due())) {
      return next("share %s " + of.number());
    }
    return of.isReceiptLogged()
        ? "Next, at its hour: " + next("share %s " + of.number())
        : next("receipt %s " + of.number());
  }

  private static Map<String, @Nullable Object> json(Held held, Instant now) {
    Map<String, @Nullable Object> json =
        held.report() == null ? new LinkedHashMap<>() : Upstreams.json(held.report());
    if (held.trouble() != null) {
      json.put("outcome", "failed");
      json.put("trouble", Failures.sentence(held.trouble()));
    }
    json.put("clock", SignedText.time(now));
    json.put("sealed", held.all().stream().map(of -> json(of, now)).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(Entrusted of, Instant now) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", of.number());
    json.put(
        "state", SealedState.of(of.release(), null, now).stage().name().toLowerCase(Locale.ROOT));
    json.put("first", of.seal().first());
    json.put("last", of.seal().last());
    json.put("notBefore", SignedText.time(of.seal().terms().notBefore()));
    json.put("due", SignedText.time(of.release().due()));
    json.put("threshold", of.seal().threshold());
    json.put("custodians", of.seal().shares().size());
    json.put("share", of.isMine() ? of.index() : null);
    json.put("bytes", of.bytes());
    json.put("receipts", List.copyOf(of.release().receipts().keySet()));
    json.put("armed", of.release().isArmed());
    json.put("receipt", of.isReceiptLogged() ? "logged" : of.isReceiptSigned() ? "signed" : "none");
    json.put("published", of.isPublished());
    return json;
  }
}
