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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "Exit: 1 where a receipt is refused, with the reason; 5 where nobody has taken one."
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

  @Override
  public Integer call() throws IOException {
    if (to != null && numbers.size() != 1) {
      throw new ParameterException(
          spec().commandLine(), "--to takes one release: give its NUMBER.");
    }
    CustodianDirectory directory = directory();
    Clock clock = Clock.systemUTC();
    try (Interruption interruption = Interruption.listen()) {
      Held held = sync(directory, new Mirror(directory.mirror(clock)), interruption);
      List<Entrusted> asked = asked(held);
      if (asked.isEmpty()) {
        console().say("No release lacks your receipt.");
      }
      Custodian custodian = asked.isEmpty() ? null : new Custodian(key(directory), clock);
      int code = ExitCode.OK;
      List<Map<String, @Nullable Object>> given = new ArrayList<>();
      for (Entrusted of : asked) {
        if (custodian != null) {
          int one = give(custodian, of, directory, interruption, given);
          code = code == ExitCode.FOUND_WRONG ? code : one == ExitCode.OK ? code : one;
        }
      }
      console().result(Map.of("receipts", given));
      return code;
    } catch (InterruptedIOException e) {
      console().error("stopped; no receipt was given for what was not checked.");
      return ExitCode.INTERRUPTED;
    }
  }

  private List<Entrusted> asked(Held held) throws ReleaseException {
    if (numbers.isEmpty()) {
      return held.all().stream()
          .filter(of -> of.isMine() && of.isPending() && !of.isReceiptLogged())
          .toList();
    }
    List<Entrusted> asked = new ArrayList<>();
    for (int number : numbers) {
      Entrusted of = held.release(number);
      if (of == null) {
        throw ReleaseException.missing(
            "Release %d is not sealed, as far as is known here.".formatted(number));
      }
      asked.add(of);
    }
    return asked;
  }

  private int give(
      Custodian custodian,
      Entrusted of,
      CustodianDirectory directory,
      Interruption interruption,
      List<Map<String, @Nullable Object>> given)
      throws IOException {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", of.number());
    given.add(json);
    byte[] note;
    try {
      note = custodian.receipt(of, new Watching(console(), interruption));
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
