package broadside.cli;

import broadside.archive.release.Durable;
import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.TakenBack;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Redaction;
import broadside.intake.quote.Hiding;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Withdrawer;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Signer;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What withdraw and redact share: published mails are taken back, now or once it is signed. Where a
 * command of that kind had something wait, what is so already is passed over: given again it does
 * the rest.
 *
 * <p><b>Threads:</b> one.
 */
final class TakingBack {
  private final Console console;
  private final PrivateDirectory directory;
  private final Withdrawer withdrawer;
  private final Pending published;
  private final boolean isRepeated;
  private final List<Long> passed = new ArrayList<>();

  private TakingBack(
      Console console, PrivateDirectory directory, Pending published, boolean isRepeated) {
    this.console = console;
    this.directory = directory;
    this.withdrawer = new Withdrawer(directory);
    this.published = published;
    this.isRepeated = isRepeated;
  }

  /**
   * Brings the log up to the ledger, which comes before all else.
   *
   * @param directory open for writing
   * @param redacted which of the two the command does
   */
  static TakingBack open(
      Console console, PrivateDirectory directory, Proposal proposal, boolean redacted)
      throws IOException {
    Pending published = Pending.publish(console, directory);
    boolean isRepeated =
        !proposal.isProposed()
            && published.holds(statement ->
                statement instanceof Withdrawal withdrawal
                    && withdrawal.numbers().stream()
                        .anyMatch(taken -> redacted == (taken.mail() != null)));
    return new TakingBack(console, directory, published, isRepeated);
  }

  /**
   * True of a number that may have been taken back by this very command when it was given before.
   *
   * @param redacted whether a redacted mail is in its place
   */
  boolean isTaken(long number, boolean redacted) throws IOException {
    if (!isRepeated) {
      return false;
    }
    Long position = directory.ledger().withdrawals().of(withdrawer.releaseOf(number)).get(number);
    if (position == null) {
      return false;
    }
    List<Mail> named = new ArrayList<>(1);
    directory.ledger().mails().forEachNumber(number, number, named::add);
    return redacted
        == (directory.ledger().redactions().of(named.getFirst().id(), position) != null);
  }

  /** Leaves a number out, of which it is so already. */
  void passOver(long number) {
    passed.add(number);
  }

  /** Published numbers, besides these, of mails with the same content that are still whole. */
  Set<Long> copies(Set<Long> numbers) throws IOException {
    Set<Long> copies = new TreeSet<>();
    directory.ledger().mails().indexCopies();
    for (long number : numbers) {
      List<Mail> named = new ArrayList<>(1);
      directory.ledger().mails().forEachNumber(number, number, named::add);
      for (Mail mail : named) {
        for (Mail copy : directory.ledger().mails().copies(mail)) {
          boolean whole =
              copy.state() == MailState.RELEASED
                  && !directory
                      .ledger()
                      .withdrawals()
                      .of(copy.release())
                      .containsKey(copy.number());
          if (whole && !numbers.contains(copy.number())) {
            copies.add(copy.number());
          }
        }
      }
    }
    return copies;
  }

  /**
   * Proposes it where that was asked for, else signs with the keys that are here.
   *
   * @param acts none where all was passed over: then it ends
   */
  int run(SortedMap<Long, Withdrawer.Act> acts, String command, Proposal proposal, Secrets secrets)
      throws IOException {
    if (acts.isEmpty()) {
      boolean _ = published.end(console);
      return ExitCode.OK;
    }
    if (!passed.isEmpty()) {
      console.say(
          "So already, and left out here: %s."
              .formatted(String.join(", ", passed.stream().map(Figures::count).toList())));
    }
    if (proposal.isProposed()) {
      return propose(acts, command, proposal);
    }
    Keys keys = new Keys(directory.keysDirectory(), secrets.existing());
    return publish(acts, keys.unlock(directory.policy()));
  }

  /** Signs and publishes, with one statement for each release and each 400 numbers. */
  private int publish(SortedMap<Long, Withdrawer.Act> acts, Signer signer) throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Hiding.Effect effect = Hiding.Effect.NONE;
    List<SortedMap<Long, Withdrawer.Act>> all = statements(acts);
    for (SortedMap<Long, Withdrawer.Act> some : all) {
      effect = effect.and(publish(some, now, signer));
    }
    end(acts, all.size(), effect);
    return ExitCode.OK;
  }

  /** Publishes what was proposed and is signed; it lies beside the notes. */
  int publish(List<Path> notes) throws IOException {
    SignedStatement signed = Proposing.join(notes, List.of(directory.policy()));
    if (published.holds(signed.statement()::equals)) {
      boolean _ = published.end(console);
      return ExitCode.OK;
    }
    if (!(signed.statement() instanceof Withdrawal withdrawal)) {
      throw new IOException("What was signed takes nothing back.");
    }
    SortedMap<Long, Withdrawer.Act> acts =
        acts(withdrawal, Durable.directoryOf(notes.getFirst().toAbsolutePath()));
    Hiding.Effect effect =
        publish(acts, withdrawal.time(), Signer.of(signed, List.of(directory.policy())));
    end(acts, 1, effect);
    return ExitCode.OK;
  }

  /**
   * Writes the statement and the release as it would be, for editors to sign.
   *
   * @param command what publishes it, without {@code --publish}
   */
  private int propose(SortedMap<Long, Withdrawer.Act> acts, String command, Proposal options)
      throws IOException {
    List<SortedMap<Long, Withdrawer.Act>> all = statements(acts);
    if (all.size() > 1) {
      throw new IOException(
          "One statement speaks of one release, and of %d numbers at most: propose these one after the other."
              .formatted(Withdrawal.MOST));
    }
    int release = withdrawer.releaseOf(acts.firstKey());
    return new Proposing(console)
        .propose(
            options.to("proposal-withdrawal-" + release),
            directory.policy(),
            command,
            (to, monitor) -> propose(acts, release, to, monitor));
  }

  private Withdrawal propose(
      SortedMap<Long, Withdrawer.Act> acts, int release, Path to, ReleaseMonitor monitor)
      throws IOException {
    Withdrawal statement =
        withdrawer.propose(
            acts,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            to.resolve(Integer.toString(release)),
            monitor);
    int sequence = 1;
    for (byte[] earlier : withdrawer.statements(release)) {
      Durable.write(to.resolve(Proposing.earlier(sequence++)), earlier);
    }
    return statement;
  }

  private Hiding.Effect publish(SortedMap<Long, Withdrawer.Act> acts, Instant time, Signer signer)
      throws IOException {
    Withdrawer.Done done;
    try (Interruption interruption = Interruption.listen();
        Releasing.Meter meter = new Releasing(console, interruption).meter("Writing")) {
      done = withdrawer.withdraw(acts, time, signer, meter);
    }
    for (boolean redacted : new boolean[] {false, true}) {
      List<String> numbers =
          done.statement().numbers().stream()
              .filter(taken -> redacted == (taken.mail() != null))
              .map(taken -> Figures.count(taken.number()))
              .toList();
      if (!numbers.isEmpty()) {
        console.say(
            "%s release %d: %s. The statement is in the log."
                .formatted(
                    redacted ? "Redacted in" : "Withdrawn from",
                    done.statement().release(),
                    String.join(", ", numbers)));
      }
    }
    return done.effect();
  }

  /** By release, and in pieces that fit a statement. */
  private List<SortedMap<Long, Withdrawer.Act>> statements(SortedMap<Long, Withdrawer.Act> acts)
      throws IOException {
    List<SortedMap<Long, Withdrawer.Act>> all = new ArrayList<>();
    int last = -1;
    for (Map.Entry<Long, Withdrawer.Act> act : acts.entrySet()) {
      int release = withdrawer.releaseOf(act.getKey());
      if (release != last || all.getLast().size() == Withdrawal.MOST) {
        all.add(new TreeMap<>());
        last = release;
      }
      all.getLast().put(act.getKey(), act.getValue());
    }
    return all;
  }

  /** What a statement says, with the redacted mails of the release that was written with it. */
  private SortedMap<Long, Withdrawer.Act> acts(Withdrawal statement, Path proposal)
      throws IOException {
    SortedMap<Long, Withdrawer.Act> acts = new TreeMap<>();
    try (MailInflater inflater = new MailInflater()) {
      for (Withdrawal.Taken taken : statement.numbers()) {
        String commitment = taken.mail();
        Redaction redaction =
            commitment == null
                ? null
                : redaction(taken.number(), commitment, taken, statement, proposal, inflater);
        acts.put(taken.number(), new Withdrawer.Act(taken.reason(), redaction));
      }
    } catch (FormatException e) {
      throw new IOException("What was proposed cannot be used: " + e.getMessage() + ".", e);
    }
    return acts;
  }

  private Redaction redaction(
      long number,
      String commitment,
      Withdrawal.Taken taken,
      Withdrawal statement,
      Path proposal,
      MailInflater inflater)
      throws IOException, FormatException {
    TakenBack all = Proposing.takenBack(proposal, statement, directory.policy()).taken();
    ReleaseReader release =
        ReleaseReader.open(proposal.resolve(Integer.toString(statement.release())), all, inflater);
    var mail = release.deflated(release.line(number));
    if (mail == null) {
      throw new FormatException("it holds no mail of number " + number);
    }
    return new Redaction(taken.reason(), commitment, release.salt(number), mail);
  }

  private void end(SortedMap<Long, Withdrawer.Act> acts, int statements, Hiding.Effect effect) {
    say(console, effect);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (boolean redacted : new boolean[] {false, true}) {
      json.put(
          redacted ? "redacted" : "withdrawn",
          acts.entrySet().stream()
              .filter(act -> redacted == (act.getValue().redaction() != null))
              .map(Map.Entry::getKey)
              .toList());
    }
    json.put("statements", statements);
    put(json, effect);
    console.result(json);
  }

  /** Puts them into what programs read. */
  static void put(Map<String, @Nullable Object> json, Hiding.Effect effect) {
    json.put("copiesHeld", effect.copies());
    json.put("nowHeld", effect.quoting());
    json.put("quoting", effect.released());
  }

  /** Says which mails say what was taken out too. */
  static void say(Console console, Hiding.Effect effect) {
    if (effect.copies() > 0) {
      console.say(
          Figures.count(
                  effect.copies(), "mail is held now as a copy", "mails are held now as copies")
              + " of it.");
    }
    if (effect.quoting() > 0) {
      console.say(
          Figures.count(
                  effect.quoting(),
                  "mail is held now, since it quotes",
                  "mails are held now, since they quote")
              + " what was taken out.");
    }
    if (effect.released() > 0) {
      console.error(
          Figures.count(effect.released(), "released mail quotes", "released mails quote")
              + " what was taken out; search for its words, and withdraw or redact what has them too.");
    }
  }
}
