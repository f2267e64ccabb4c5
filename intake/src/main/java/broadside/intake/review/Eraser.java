package broadside.intake.review;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.release.CheckMonitor;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.find.MailFinder;
import broadside.intake.ledger.Erasures.Erasure;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Redaction;
import broadside.intake.ledger.SignatureFacts;
import broadside.intake.release.Preview;
import broadside.intake.release.Tellable;
import broadside.intake.segment.ErasedMailException;
import broadside.intake.segment.SegmentReader;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites the bytes of mails that no reader may have: of those that are withheld, and of those
 * that were withdrawn. It cannot be undone; that they were there, and why they are not, stays
 * known.
 *
 * <p><b>Threads:</b> one; the publication is open for writing.
 */
public final class Eraser implements Closeable {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,10}");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateDirectory directory;
  private final Ledger ledger;
  private final Clock clock;

  /** What readers have, opened where a mail was released. */
  private @Nullable Publication publication;

  /** An eraser in {@code directory}. */
  public Eraser(PrivateDirectory directory, Clock clock) {
    this.directory = directory;
    this.ledger = directory.ledger();
    this.clock = clock;
  }

  /**
   * What would be erased.
   *
   * @param named the mails that were named
   * @param copies further mails that say the same, and may be erased too
   * @param left mails that say the same, and are published, wait or are held
   * @param before how many of the named ones and their copies were erased before
   */
  public record Chosen(List<Mail> named, List<Mail> copies, List<Mail> left, int before) {
    public Chosen {
      named = List.copyOf(named);
      copies = List.copyOf(copies);
      left = List.copyOf(left);
    }

    /** All that would be erased. */
    public List<Mail> all() {
      List<Mail> all = new ArrayList<>(named);
      all.addAll(copies);
      return all;
    }

    /** Bytes of all that would be erased. */
    public long bytes() {
      return all().stream().mapToLong(mail -> mail.stored().bytes()).sum();
    }
  }

  /**
   * The mails with these intake ids, or numbers in the publication, and their copies.
   *
   * @param monitor is told of each mail that is named
   * @throws IntakeException naming the ids that no mail or more than one mail has, or mails that
   *     are neither withheld nor withdrawn
   */
  public Chosen choose(Collection<String> names, CheckMonitor monitor) throws IOException {
    ledger.mails().indexCopies();
    ledger.commit();
    List<Mail> named = named(names, monitor);
    List<String> kept = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (Mail mail : named) {
      seen.add(mail.id());
      if (!mayBeErased(mail)) {
        kept.add(mail.number() == 0 ? mail.intakeId() : "number " + mail.number());
      }
    }
    if (!kept.isEmpty()) {
      throw new IntakeException(
          Refusal.NOT_ALLOWED,
          directory.publication(),
          "Nothing was erased: %s %s neither withheld nor withdrawn from what readers have. Do that first."
              .formatted(String.join(", ", kept), kept.size() == 1 ? "is" : "are"));
    }
    List<Mail> copies = new ArrayList<>();
    List<Mail> left = new ArrayList<>();
    for (Mail mail : named) {
      monitor.checkCancelled();
      for (Mail copy : ledger.mails().copies(mail)) {
        if (seen.add(copy.id())) {
          (mayBeErased(copy) ? copies : left).add(copy);
        }
      }
    }
    int before = 0;
    for (List<Mail> some : List.of(named, copies)) {
      for (Mail mail : some) {
        before += ledger.erasures().of(mail.id()) == null ? 0 : 1;
      }
    }
    return new Chosen(named, copies, left, before);
  }

  private List<Mail> named(Collection<String> names, CheckMonitor monitor) throws IOException {
    List<String> ids = new ArrayList<>();
    List<Mail> mails = new ArrayList<>();
    for (String name : names) {
      if (NUMBER.matcher(name).matches()) {
        long number = Long.parseLong(name);
        int before = mails.size();
        ledger.mails().forEachNumber(number, number, mails::add);
        if (mails.size() == before) {
          throw new IntakeException(
              Refusal.NO_SUCH_MAIL,
              directory.publication(),
              "Nothing was erased: no mail has the number %d.".formatted(number));
        }
      } else {
        ids.add(name);
      }
    }
    mails.addAll(IntakeIds.resolve(ids, ledger.mails(), directory.publication(), monitor));
    Set<Long> seen = new HashSet<>();
    mails.removeIf(mail -> !seen.add(mail.id()));
    return mails;
  }

  private boolean mayBeErased(Mail mail) throws IOException {
    if (mail.state() == MailState.WITHHELD) {
      return true;
    }
    Long position =
        mail.number() == 0 ? null : ledger.withdrawals().of(mail.release()).get(mail.number());
    return position != null
        && ledger.redactions().of(mail.id(), position) == null
        && !isPublic(mail.number());
  }

  /** True of a mail whose withdrawal waits for witnesses: it lies in public files as before. */
  private boolean isPublic(long number) throws IOException {
    PublishedMail mail = publication().mail(number);
    return mail != null && mail.eml() != null;
  }

  private Publication publication() throws IOException {
    if (publication == null) {
      publication = Publication.open(directory.publicDirectory());
    }
    return publication;
  }

  @Override
  public void close() {
    if (publication != null) {
      publication.close();
    }
  }

  /**
   * Erases them. A stop at any moment leaves it undone, or to be finished by the next command that
   * opens the publication to change it.
   *
   * @param note a note for the private ledger, or ""
   * @param monitor is told of each mail
   * @return false where a command that reads the ledger keeps older pages of it in use for now
   */
  public boolean erase(Chosen chosen, Reason reason, String note, CheckMonitor monitor)
      throws IOException {
    Instant now = clock.instant();
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      for (Mail mail : chosen.all()) {
        monitor.checkCancelled();
        String commitment = commitment(mail, segments);
        if (ledger.erasures().of(mail.id()) == null) {
          keepWhatIsTold(mail);
        }
        ledger.erasures().add(mail.id(), new Erasure(now, reason.code(), note, commitment));
        monitor.progress(mail.stored().bytes());
      }
      ledger.commit();
    } catch (IOException | RuntimeException e) {
      ledger.rollback();
      throw e;
    }
    if (Files.isDirectory(directory.asideDirectory())) {
      Preview.deleteForsaken(directory.asideDirectory());
      MailFinder.deleteForsaken(directory);
    }
    return directory.finishErasures();
  }

  /** Of its signatures the ledger keeps what its line in a manifest tells: of a withheld none. */
  private void keepWhatIsTold(Mail mail) throws IOException {
    Redaction first = ledger.redactions().of(mail.id(), Redaction.FROM_RELEASE);
    if (mail.state() == MailState.WITHHELD) {
      ledger.dkimKeys().put(mail.id(), SignatureFacts.UNKNOWN);
    } else if (first != null) {
      ledger
          .dkimKeys()
          .put(mail.id(), new SignatureFacts(Tellable.verdicts(mail, first), Set.of()));
    }
  }

  /**
   * The commitment to a mail's bytes. Where a newer ledger has erased them before, it is the one
   * that was published, or random: nobody can open it any more either way.
   */
  private String commitment(Mail mail, SegmentReader segments) throws IOException {
    Erasure erased = ledger.erasures().of(mail.id());
    if (erased != null) {
      return erased.commitment();
    }
    try {
      return HexFormat.of().formatHex(Commitment.toMail(mail.salt(), segments.read(mail.stored())));
    } catch (ErasedMailException e) {
      String published = mail.number() == 0 ? null : published(mail.number());
      byte[] random = new byte[32];
      RANDOM.nextBytes(random);
      return published == null ? HexFormat.of().formatHex(random) : published;
    }
  }

  private @Nullable String published(long number) throws IOException {
    return switch (publication().line(number)) {
      case ManifestLine.Published line -> line.mail();
      case ManifestLine.Redacted line -> line.original();
      case ManifestLine.Withheld line -> line.original();
      case null -> null;
    };
  }
}
