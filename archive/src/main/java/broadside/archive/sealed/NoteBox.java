package broadside.archive.sealed;

import broadside.archive.release.Durable;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The notes of a sealed release's custodians, receipts and shares, that lie in its directory. A
 * note is kept once it is checked: of each custodian one receipt, one good share and one bad one at
 * most, so that nobody fills a disk with them. A share that comes before it is due is not kept:
 * whoever published it would open the release early.
 *
 * <p>Several processes may put notes into one directory.
 *
 * <p><b>Threads:</b> any, one at a time. <b>Failures:</b> {@link IOException} where the directory
 * cannot be read or written.
 */
public final class NoteBox {
  /** Bytes of a note at most. */
  public static final int BYTES = ShareNote.BYTES;

  /**
   * Shares that are looked at in a {@link #PAUSE} of a custodian of whom a bad one is kept and no
   * good one: each costs an exponentiation, and may be the good one. It bounds what comes to a box
   * that is kept, as the site's are, since anybody sends to those; a box that is made for one note
   * looks at whatever it is made for.
   */
  static final int TRIES = 4;

  /** After so long others are looked at. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private final SealedStatement seal;
  private final SealedDirectory directory;
  private final ShareBox shares;
  private final TreeMap<Integer, SignedStatement> receipts = new TreeMap<>();
  private final TreeMap<Integer, Tries> tries = new TreeMap<>();

  /** Shares of a custodian that were looked at since a time. */
  private record Tries(Instant since, int count) {}

  /** What became of a note. */
  public enum Taken {
    /** A receipt, or a share that counts. */
    GOOD,
    /** Evidence against the custodian that signed it. */
    BAD,
    /** The custodian has one of this kind already. */
    KNOWN,
    /** A share that is not due yet, or never will be: it is not kept. */
    EARLY,
    /** Too many bad shares came of the custodian just now: it was not looked at. */
    LATER,
    /** It says nothing of anybody. */
    NOTHING;

    private static Taken of(ShareBox.Taken share) {
      return switch (share) {
        case GOOD -> GOOD;
        case BAD -> BAD;
        case KNOWN -> KNOWN;
        case NOTHING -> NOTHING;
      };
    }
  }

  private NoteBox(SealedStatement seal, SealedDirectory directory) {
    this.seal = seal;
    this.directory = directory;
    this.shares = new ShareBox(seal);
  }

  /** The notes that lie in the directory of this seal; what is none of its notes is passed over. */
  public static NoteBox open(SealedStatement seal, SealedDirectory directory) throws IOException {
    NoteBox box = new NoteBox(seal, directory);
    box.refresh();
    return box;
  }

  /** The number of the release that a note names, which nobody has checked; 0 for none. */
  public static int number(byte[] note) {
    try {
      for (String line : SignedText.lines(SignedNote.parse(note).text())) {
        if (line.startsWith("number ")) {
          return SignedText.integer(line.substring("number ".length()));
        }
      }
    } catch (FormatException e) {
      // no note
    }
    return 0;
  }

  /** Reads what others have put there since. */
  public synchronized void refresh() throws IOException {
    for (int i = 1; i <= seal.shares().size(); i++) {
      if (!shares.has(i)) {
        take(directory.published(i));
      }
      if (!shares.hasBad(i)) {
        take(directory.evidence(i));
      }
      if (!receipts.containsKey(i)) {
        take(directory.receipt(i));
      }
    }
  }

  private void take(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) <= BYTES) {
      byte[] note = Files.readAllBytes(file);
      if (!takeReceipt(note)) {
        ShareBox.Taken _ = shares.add(note);
      }
    }
  }

  /**
   * Takes a note and keeps it, if a custodian of this seal has signed it.
   *
   * @param release the seal as it stands in the log
   * @param now by this machine's clock
   */
  public synchronized Taken add(byte[] note, SealedRelease release, Instant now)
      throws IOException {
    if (note.length > BYTES) {
      return Taken.NOTHING;
    }
    int custodian = custodian(note);
    int known = receipts.size();
    if (takeReceipt(note)) {
      if (receipts.size() == known) {
        return Taken.KNOWN;
      }
      try {
        keep(directory.receipt(custodian), note, there -> there.hasReceipt(custodian));
      } catch (IOException e) {
        receipts.remove(custodian);
        throw e;
      }
      return Taken.GOOD;
    }
    if (release.isVoid() || (!release.isOpen() && now.isBefore(release.due()))) {
      return shares.isSigned(note) ? Taken.EARLY : Taken.NOTHING; // without arithmetic
    }
    if (shares.isAfterBad(note) && !mayTry(custodian, now)) {
      return Taken.LATER;
    }
    ShareBox.Taken taken = shares.add(note);
    try {
      switch (taken) {
        case GOOD ->
            keep(directory.published(custodian), note, there -> there.shares.has(custodian));
        case BAD ->
            keep(directory.evidence(custodian), note, there -> there.shares.hasBad(custodian));
        case KNOWN, NOTHING -> {}
      }
    } catch (IOException e) {
      shares.forget(custodian, taken); // so that it is taken when it comes again
      throw e;
    }
    return Taken.of(taken);
  }

  private boolean mayTry(int custodian, Instant now) {
    Tries before = tries.getOrDefault(custodian, new Tries(now, 0));
    // Where the clock was set back, perhaps by years, the pause is over too.
    boolean isOver = now.isBefore(before.since()) || !now.isBefore(before.since().plus(PAUSE));
    Tries next = isOver ? new Tries(now, 1) : new Tries(before.since(), before.count() + 1);
    if (next.count() > TRIES) {
      return false;
    }
    tries.put(custodian, next);
    return true;
  }

  /** True for the receipt of a custodian of this seal, which is remembered if it is the first. */
  private boolean takeReceipt(byte[] note) {
    try {
      SignedStatement signed = SignedStatement.parse(note);
      int custodian = custodian(note);
      if (!(signed.statement() instanceof Receipt receipt)
          || custodian == 0
          || !receipt.seal().equals(seal.sha256())
          || !receipt.publication().equals(seal.publication())
          || receipt.number() != seal.number()
          || receipt.policy() != seal.policy()
          || signed.note().signatures().size() != 1) {
        return false;
      }
      VerifierKey key = seal.shares().get(custodian - 1).custodian();
      signed.note().signers(List.of(key));
      receipts.putIfAbsent(custodian, signed);
      return true;
    } catch (FormatException e) {
      return false;
    }
  }

  private int custodian(byte[] note) {
    try {
      return seal.index(SignedNote.parse(note).signatures().getFirst());
    } catch (FormatException e) {
      return 0;
    }
  }

  /** Keeps a note, unless another process has put one there. What else lies there is none. */
  private void keep(Path file, byte[] note, Predicate<NoteBox> isThere) throws IOException {
    if (Files.exists(file)) {
      NoteBox there = new NoteBox(seal, directory);
      there.take(file);
      if (isThere.test(there)) {
        return;
      }
    }
    Durable.createDirectoryOf(file);
    Durable.replace(file, note);
  }

  /** The shares among them. */
  public ShareBox shares() {
    return shares;
  }

  /** True where there is a receipt of this custodian. */
  public synchronized boolean hasReceipt(int custodian) {
    return receipts.containsKey(custodian);
  }

  /** The receipts among them, by the index of their custodian. */
  public synchronized List<SignedStatement> receipts() {
    return List.copyOf(receipts.values());
  }
}
