package broadside.intake.add;

import broadside.intake.add.Met.Entry;
import broadside.intake.add.Met.KnownMail;
import broadside.intake.add.Met.OpenedFile;
import broadside.intake.add.Met.PreparedMail;
import broadside.intake.add.Met.Refused;
import broadside.intake.add.Met.Repaired;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.NewMail;
import broadside.intake.ledger.NewMail.FilePlace;
import broadside.intake.ledger.Source;
import broadside.intake.ledger.Sources.Oddity;
import broadside.intake.segment.SegmentPlace;
import broadside.intake.segment.SegmentWriter;
import broadside.mail.dkim.DomainKey;
import broadside.mail.source.Place;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes what was met to segments and ledger, in the order of the source, in batches: a stop loses
 * at most one batch, which the next run does again.
 *
 * <p><b>Threads:</b> one.
 */
final class LedgerWriter {
  /** A commit costs two syncs; so many mails share one. */
  private static final int BATCH_MAILS = 4_000;

  /** And at most so many deflated bytes are done again after a stop. */
  private static final long BATCH_BYTES = 32 << 20;

  /** Reasons that say that there is more in the source than could be read. */
  private static final Set<String> UNREAD = Set.of("unreadable", "truncated", "corrupt");

  /** Enough to see what is wrong; the ledger has them all. */
  private static final int REFUSALS_TOLD = 3;

  private static final int SALT_BYTES = 32;
  private static final int SALTS_DRAWN = 256;

  private final Ledger ledger;
  private final SegmentWriter segments;
  private final Source source;
  private final KeyLookup keys;
  private final SecureRandom random = new SecureRandom();
  private final byte[] salts = new byte[SALT_BYTES * SALTS_DRAWN];
  private int saltsUsed = SALTS_DRAWN;

  private String filePath = "";
  private long file;
  private int batchMails;
  private long batchBytes;

  private long added;
  private long duplicates;
  private long refused;
  private long known;
  private long bytes;
  private long unread;
  private long refusedNow;
  private final List<Oddity> refusals = new ArrayList<>();
  private final Map<String, Long> repairs = new HashMap<>();

  LedgerWriter(Ledger ledger, SegmentWriter segments, Source source, KeyLookup keys) {
    this.keys = keys;
    this.ledger = ledger;
    this.segments = segments;
    this.source = source;
  }

  /** Takes the next entries; commits where a batch is full. */
  void write(List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      switch (entry) {
        case OpenedFile opened -> file(opened.path(), opened.format());
        case PreparedMail mail -> add(mail);
        case KnownMail mail -> addPlace(mail.place(), mail.hash(), mail.bytes());
        case Refused refusal -> {
          note(refusal);
          if (ledger.sources().refuse(place(refusal.place()), refusal.reason(), refusal.detail())) {
            refused++;
          } else {
            known++;
          }
        }
        case Repaired repaired -> {
          repairs.merge(repaired.what(), 1L, Long::sum);
          ledger.sources().repair(place(repaired.place()), repaired.what());
        }
      }
      if (++batchMails >= BATCH_MAILS || batchBytes >= BATCH_BYTES) {
        commit();
      }
    }
  }

  /** Makes everything written durable: the segments first, then the ledger. */
  void commit() throws IOException {
    for (Map.Entry<Integer, Long> segment : segments.sync().entrySet()) {
      ledger.additions().setSegment(segment.getKey(), segment.getValue());
    }
    for (DomainKey key : keys.takeLearned()) {
      ledger.dkimKeys().learn(key);
    }
    ledger.commit();
    batchMails = 0;
    batchBytes = 0;
  }

  long added() {
    return added;
  }

  long duplicates() {
    return duplicates;
  }

  long refused() {
    return refused;
  }

  /** Mails and refusals whose place the ledger had. */
  long known() {
    return known;
  }

  /** Everything that counts. */
  long met() {
    return added + duplicates + refused + known;
  }

  /** Refusals of this reading, new or known, for which the source itself is to blame. */
  long unread() {
    return unread;
  }

  /** All refusals of this reading, new or known. */
  long refusedNow() {
    return refusedNow;
  }

  /** The first refusals of this reading, new or known. */
  List<Oddity> refusals() {
    return refusals;
  }

  /** How often each odd thing was met, of which there are few kinds. */
  Map<String, Long> repairs() {
    return repairs;
  }

  /** Bytes of the mails met. */
  long bytes() {
    return bytes;
  }

  private void note(Refused refusal) {
    refusedNow++;
    if (UNREAD.contains(refusal.reason())) {
      unread++;
    }
    if (refusals.size() < REFUSALS_TOLD) {
      Place place = refusal.place();
      refusals.add(
          new Oddity(
              source.name(),
              place.file(),
              place.offset(),
              place.length(),
              refusal.reason(),
              refusal.detail()));
    }
  }

  private void add(PreparedMail mail) throws IOException {
    SegmentPlace stored = segments.next(mail.deflated());
    long id =
        ledger
            .additions()
            .add(
                new NewMail(
                    mail.hash(),
                    mail.content(),
                    salt(),
                    mail.date(),
                    mail.attachments(),
                    stored,
                    place(mail.place()),
                    mail.thread(),
                    mail.quoted(),
                    mail.signatures(),
                    mail.findings(),
                    mail.defects()));
    if (id == 0) {
      addPlace(mail.place(), mail.hash(), stored.bytes());
      return;
    }
    segments.append(mail.hash(), mail.deflated());
    batchBytes += stored.deflated();
    bytes += stored.bytes();
    added++;
  }

  private void addPlace(Place place, byte[] hash, int size) throws IOException {
    bytes += size;
    if (ledger.additions().addPlace(hash, place(place))) {
      duplicates++;
    } else {
      known++;
    }
  }

  private FilePlace place(Place place) throws IOException {
    return new FilePlace(file(place.file(), "other"), place.offset(), place.length());
  }

  /** The ledger's id of a file; things come file by file, so that one is remembered. */
  private long file(String path, String format) throws IOException {
    if (!path.equals(filePath)) {
      file = ledger.sources().file(source, path, format);
      filePath = path;
    }
    return file;
  }

  private byte[] salt() {
    if (saltsUsed == SALTS_DRAWN) {
      random.nextBytes(salts);
      saltsUsed = 0;
    }
    int from = saltsUsed++ * SALT_BYTES;
    return Arrays.copyOfRange(salts, from, from + SALT_BYTES);
  }
}
