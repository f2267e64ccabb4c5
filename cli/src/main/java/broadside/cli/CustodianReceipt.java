package broadside.cli;

import broadside.archive.custodian.Custodian;
import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.custodian.Postbox;
import broadside.archive.mirror.Mirror;
import broadside.archive.release.ReleaseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "receipt",
    description = {
      "Checks your share and your copy of the parts of each sealed release, and signs that they are good.",
      "The receipt is sent to all your addresses; with --to it is written to a file and not sent.",
      "Nothing is published by it that opens anything."
    },
    footer = {
      "",
      "Example: broadside custodian receipt keep",
      "         broadside custodian receipt keep 7 --to receipt-7.note",
      "",
      "Exit: 1 where a receipt is refused, with the reason; 5 where nobody has taken one; without NUMBER",
      "69 where the machine cannot take what is new, 75 where another process is at work here."
    })
final class CustodianReceipt extends CustodianTask {
  @Parameters(
      index = "1..*",
      paramLabel = "NUMBER",
      description = "Releases (default: all that lack your receipt).")
  private List<Integer> numbers = List.of();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "Write the receipt of one release there, and send it nowhere; - prints it, FILE.png draws it as a QR code.")
  private @Nullable Path to;

  private final Clock clock = Clock.systemUTC();

  /** Numbers of the releases that were dealt with. */
  private final Set<Integer> done = new HashSet<>();

  private final List<Map<String, @Nullable Object>> given = new ArrayList<>();
  private @Nullable Custodian custodian;
  private int code = ExitCode.OK;

  @Override
  public Integer call() throws IOException {
    if (to != null && numbers.size() != 1) {
      throw new ParameterException(
          spec().commandLine(), "--to takes one release: give its NUMBER.");
    }
    CustodianDirectory directory = directory();
    try (Interruption interruption = Interruption.listen()) {
      Held held =
          sync(
              directory,
              new Mirror(directory.mirror(clock)),
              interruption,
              soFar -> {
                giveAll(directory, soFar, interruption);
                return isAllGiven();
              });
      checkKnown(held);
      giveAll(directory, held, interruption);
      if (given.isEmpty()) {
        console().say("No release lacks your receipt.");
      }
      console().result(Map.of("receipts", given));
      if (held.trouble() != null && numbers.isEmpty() && code == ExitCode.OK) {
        return Failures.code(held.trouble()); // what could not come may lack one
      }
      return code;
    } catch (InterruptedIOException e) {
      console().error("stopped; no receipt was given for what was not checked.");
      return ExitCode.INTERRUPTED;
    }
  }

  private boolean isAllGiven() {
    return !numbers.isEmpty() && done.containsAll(numbers);
  }

  private void checkKnown(Held held) throws ReleaseException {
    for (int number : numbers) {
      if (held.release(number) == null) {
        throw ReleaseException.missing(
            "Release %d is not sealed, as far as is known here.".formatted(number));
      }
    }
  }

  /** Gives the receipts that are asked for, of what is held, but those that it has dealt with. */
  private void giveAll(CustodianDirectory directory, Held held, Interruption interruption)
      throws IOException {
    for (Entrusted of : held.all()) {
      boolean isAsked =
          numbers.isEmpty()
              ? of.isMine() && of.isPending() && !of.isReceiptLogged()
              : numbers.contains(of.number());
      if (isAsked && !done.contains(of.number())) {
        if (custodian == null) {
          custodian = new Custodian(key(directory), clock);
        }
        int one = give(custodian, of, directory, interruption);
        done.add(of.number());
        code = code == ExitCode.FOUND_WRONG ? code : one == ExitCode.OK ? code : one;
      }
    }
  }

  private int give(
      Custodian custodian, Entrusted of, CustodianDirectory directory, Interruption interruption)
      throws IOException {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", of.number());
    given.add(json);
    byte[] note;
    try (Watching watching = new Watching(console(), interruption, "Checking")) {
      note = custodian.receipt(of, watching);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) { // another release may fare better
      console().error("No receipt for release " + of.number() + ". " + e.getMessage());
      json.put("refused", String.valueOf(e.getMessage()));
      return ExitCode.FOUND_WRONG;
    }
    if (to != null && to.toString().equals("-")) {
      write(to, note);
      return ExitCode.OK;
    }
    console()
        .say(
            "Release %d: your share is good, and its parts (%s) lie here as they are sealed. Your receipt is signed."
                .formatted(of.number(), Figures.bytes(of.bytes())));
    if (to != null) {
      write(to, note);
      json.put("file", to.toString());
      return ExitCode.OK;
    }
    Path kept = of.directory().receipt(of.index());
    List<Postbox.Answer> answers = send(directory.upstreams(), of.number(), note, kept);
    json.put("file", kept.toString());
    json.put("answers", json(answers));
    return answers.stream().anyMatch(Postbox.Answer::isTaken) ? ExitCode.OK : ExitCode.UNREACHABLE;
  }
}
