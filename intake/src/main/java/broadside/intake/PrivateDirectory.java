package broadside.intake;

import broadside.archive.About;
import broadside.archive.release.Durable;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.segment.SegmentEraser;
import broadside.proof.log.Checkpoint;
import broadside.proof.policy.Policy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The private directory of a publication, open.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link IntakeException} for what the operator can mend.
 */
public final class PrivateDirectory implements Closeable {
  private static final String PRIVATE = "private";
  private static final String PUBLIC = "public";
  private static final String SETTINGS = "broadside.toml";
  private static final String ABOUT = "about";
  private static final String MAIL = "mail";
  private static final String KEYS = "keys";
  private static final String THREAD_KEY = "keys/thread.key";
  private static final String LEDGER = "ledger.db";
  private static final int KEY_BYTES = 32;

  /** Lies beside the two directories of what the demo made, from before they are there. */
  private static final String DEMO = "demo";

  private final Path publication;
  private final @Nullable PublicationLock lock;
  private final Settings settings;
  private final Ledger ledger;
  private final Set<String> warnings = new LinkedHashSet<>();

  private PrivateDirectory(
      Path publication, @Nullable PublicationLock lock, Settings settings, Ledger ledger) {
    this.publication = publication;
    this.lock = lock;
    this.settings = settings;
    this.ledger = ledger;
  }

  /**
   * Makes a new publication: {@code publication} must be absent, empty, or left behind by an
   * interrupted call of this.
   */
  public static void create(Path publication, About about, Settings settings, Founder founder)
      throws IOException {
    Path publicDirectory = publication.resolve(PUBLIC);
    Path aside = publication.resolve(PRIVATE + ".new");
    Path demo = publication.resolve(DEMO);
    List<Path> abouts = Durable.replaced(publicDirectory.resolve(ABOUT));
    if (!entries(publication).stream().allMatch(List.of(publicDirectory, aside, demo)::contains)
        || !entries(publicDirectory).stream().allMatch(abouts::contains)) {
      throw alreadyThere(publication);
    }
    Durable.deleteTree(aside);
    Durable.createDirectories(publicDirectory);
    Durable.replace(publicDirectory.resolve(ABOUT), about.encode());
    Files.createDirectory(aside, only("rwx------"));
    Files.createDirectory(aside.resolve(MAIL));
    Files.createDirectory(aside.resolve(KEYS));
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    Path key = Files.createFile(aside.resolve(THREAD_KEY), only("rw-------"));
    Files.writeString(key, HexFormat.of().formatHex(secret) + "\n");
    Durable.sync(key);
    Durable.write(aside.resolve(SETTINGS), settings.print().getBytes(StandardCharsets.UTF_8));
    try (Ledger ledger = Ledger.open(aside.resolve(LEDGER))) {
      founder.found(aside.resolve(KEYS), ledger);
    }
    Durable.sync(aside.resolve(KEYS));
    Durable.sync(aside);
    Durable.rename(aside, publication.resolve(PRIVATE)); // what bears the name is whole
  }

  /**
   * Deletes what a {@link #create} that was stopped has put into the public directory: there was
   * nothing in it before.
   */
  public static void clearStopped(Path publication) throws IOException {
    if (Files.isDirectory(publication.resolve(PRIVATE + ".new"))
        && !Files.exists(publication.resolve(PRIVATE))) {
      Durable.deleteTree(publication.resolve(PUBLIC));
    }
  }

  private static IntakeException alreadyThere(Path publication) {
    if (!Files.exists(publication.resolve(PRIVATE))) {
      return new IntakeException(
          Refusal.ALREADY_THERE,
          publication,
          publication + " holds other files; choose a new name, or an empty folder.");
    }
    boolean isStopped =
        Files.isRegularFile(publication.resolve(PRIVATE).resolve(LEDGER))
            && !Files.exists(publication.resolve(PUBLIC).resolve(Checkpoint.PATH));
    return new IntakeException(
        Refusal.ALREADY_THERE,
        publication,
        isStopped
            ? "%s is made already, and its log has yet to be published: \"broadside policy %s --renew\" goes on."
                .formatted(publication, publication)
            : publication + " is there already; choose a new name, or add to it.");
  }

  /**
   * Marks a directory as the demo's and takes out what an older demo left there; {@link #create}
   * makes a publication of it then.
   *
   * @param isOwn true for a directory that is the demo's even where it bears no mark
   * @throws IntakeException where it holds anything else, or another process has it
   */
  public static void clearDemo(Path publication, boolean isOwn) throws IOException {
    Path mark = publication.resolve(DEMO);
    List<Path> entries = entries(publication);
    if (!entries.isEmpty() && !isOwn && !Files.isRegularFile(mark)) {
      throw new IntakeException(
          Refusal.ALREADY_THERE,
          publication,
          "%s was not made by the demo, which would delete all that is in it; choose a new name."
              .formatted(publication));
    }
    if (!Files.exists(mark)) {
      Durable.createDirectories(publication);
      Durable.write(
          mark,
          "\"broadside demo\" made this, and deletes it when it runs again.\n"
              .getBytes(StandardCharsets.UTF_8));
    }
    Path directory = publication.resolve(PRIVATE);
    try (PublicationLock _ =
        Files.isDirectory(directory)
            ? PublicationLock.take(directory.resolve("lock"), publication)
            : null) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          Durable.deleteTree(entry);
        } else if (!entry.equals(mark)) {
          Files.delete(entry);
        }
      }
    }
  }

  /** Makes the keys of a new publication, and version 1 of its policy. */
  @FunctionalInterface
  public interface Founder {
    /**
     * Does so.
     *
     * @param keys where the keys are to lie
     */
    void found(Path keys, Ledger ledger) throws IOException;
  }

  /**
   * Opens a publication to change it.
   *
   * @throws IntakeException where another process has it, or it is no publication
   */
  public static PrivateDirectory open(Path publication) throws IOException {
    Path directory = existing(publication);
    PublicationLock lock = PublicationLock.take(directory.resolve("lock"), publication);
    PrivateDirectory opened;
    try {
      opened = open(publication, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
    try {
      boolean _ = opened.finishErasures(); // a stop may have come before
      return opened;
    } catch (FileSystemException e) {
      opened.close();
      throw new IOException(
          "A mail is still to be erased from private/mail, which cannot be written: %s. Mend that first."
              .formatted(e.getMessage()),
          e);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Overwrites the bytes of the mails that the ledger says are to be erased, and all that lies in
   * the segments and that it does not know of.
   *
   * @return false where a command that reads the ledger keeps older pages of it in use: the next
   *     one that changes the publication tries it again
   */
  public boolean finishErasures() throws IOException {
    List<Long> unfinished = ledger.erasures().unfinished();
    if (unfinished.isEmpty()) {
      return true;
    }
    try (SegmentEraser eraser = SegmentEraser.open(mailDirectory())) {
      for (long id : unfinished) {
        Mail mail = ledger.mails().mail(id);
        if (mail != null) {
          eraser.erase(mail.stored());
        }
      }
      ledger.mails().forEachPlace(eraser::keep);
      eraser.endBefore(ledger.additions().segments().size() + 1);
      eraser.sync();
    }
    if (!ledger.checkpoint()) {
      return false;
    }
    ledger.erasures().finish();
    ledger.commit();
    return true;
  }

  /** Opens a publication to look at it, whoever else works on it, and where nobody can write. */
  public static PrivateDirectory read(Path publication) throws IOException {
    existing(publication);
    return open(publication, null);
  }

  /**
   * Opens a publication to look at all of it: nobody changes it meanwhile, and what is to be erased
   * is, but where nothing can be written.
   *
   * @throws IntakeException where another process has it, or it is no publication
   */
  public static PrivateDirectory inspect(Path publication) throws IOException {
    Path directory = existing(publication);
    return isWritable(directory) ? open(publication) : open(publication, null);
  }

  private static PrivateDirectory open(Path publication, @Nullable PublicationLock lock)
      throws IOException {
    Path directory = publication.resolve(PRIVATE);
    Settings settings = Settings.read(directory.resolve(SETTINGS));
    Ledger ledger = lock == null ? readable(directory) : Ledger.open(directory.resolve(LEDGER));
    return new PrivateDirectory(publication, lock, settings, ledger);
  }

  /** The ledger for who only looks: readers share files beside it, which they may have to make. */
  private static Ledger readable(Path directory) throws IOException {
    Path ledger = directory.resolve(LEDGER);
    return isWritable(directory) ? Ledger.open(ledger) : Ledger.openReadOnly(ledger);
  }

  /** Also false of root's files on a file system that is mounted to be read. */
  private static boolean isWritable(Path directory) {
    return Files.isWritable(directory) && Files.isWritable(directory.resolve(LEDGER));
  }

  /** {@code public/}. */
  public Path publicDirectory() {
    return publication.resolve(PUBLIC);
  }

  /** The publication's own directory. */
  public Path publication() {
    return publication;
  }

  /** Where the segments are. */
  public Path mailDirectory() {
    return publication.resolve(PRIVATE).resolve(MAIL);
  }

  /** Where the signing keys are. */
  public Path keysDirectory() {
    return publication.resolve(PRIVATE).resolve(KEYS);
  }

  /**
   * The policy in force.
   *
   * @throws IntakeException where the publication was made before there were any
   */
  public Policy policy() throws IOException {
    return policies().getLast();
  }

  /** SHA-256 of version 1 of the policy, in hex: the publication's identity. */
  public String identity() throws IOException {
    return policies().getFirst().hash();
  }

  private List<Policy> policies() throws IOException {
    List<Policy> policies = ledger.statements().policies();
    if (policies.isEmpty()) {
      throw new IntakeException(
          Refusal.NOT_SIGNED,
          publication,
          publication
              + " was made by a version of this program that did not sign; publish its sources into a new one.");
    }
    return policies;
  }

  /** Where releases are written before they bear their public name: no reader sees it. */
  public Path asideDirectory() {
    return publication.resolve(PRIVATE).resolve("releases");
  }

  /** Where a newer copy of the public directory is fetched, for a ledger that is behind. */
  public Path catchUpDirectory() {
    return publication.resolve(PRIVATE).resolve("catch-up");
  }

  /** Where an intake unpacks archives within archives: mail that nobody may see yet. */
  public Path spoolDirectory() {
    return publication.resolve(PRIVATE).resolve("spool");
  }

  public Ledger ledger() {
    return ledger;
  }

  public Settings settings() {
    return settings;
  }

  /** Tells the operator, once, of what does not stop the work. */
  public void warn(String sentence) {
    if (warnings.add(sentence)) {
      LoggerFactory.getLogger(PrivateDirectory.class).warn(sentence); // loaded where it is needed
    }
  }

  /** What was told since it was opened. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Another connection to the ledger, for another thread to read from. */
  public Ledger reader() throws IOException {
    return readable(publication.resolve(PRIVATE));
  }

  /** The secret under which thread keys are made, 32 bytes; it stays the same for ever. */
  public byte[] threadKey() throws IOException {
    Path file = publication.resolve(PRIVATE).resolve(THREAD_KEY);
    String hex = Files.readString(file).strip();
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IntakeException(
          Refusal.NOT_A_PUBLICATION, file, file + " is damaged; restore it from a copy.");
    }
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      ledger.close();
    }
  }

  private static Path existing(Path publication) throws IOException {
    Path directory = publication.resolve(PRIVATE);
    if (Files.isDirectory(directory) && !Files.isExecutable(directory)) {
      throw new AccessDeniedException(directory.toString());
    }
    for (String name : new String[] {SETTINGS, LEDGER, THREAD_KEY, MAIL}) {
      if (!Files.exists(directory.resolve(name))) {
        throw new IntakeException(
            Refusal.NOT_A_PUBLICATION,
            publication,
            Files.isDirectory(directory)
                ? "private/%s of %s is missing; restore it from a copy."
                    .formatted(name, publication)
                : publication + " is no publication; make one with \"broadside init\".");
      }
    }
    return directory;
  }

  /** What is in a directory; nothing where there is none. */
  private static List<Path> entries(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    if (!Files.isDirectory(directory)) {
      throw new IntakeException(
          Refusal.ALREADY_THERE, directory, directory + " is a file; choose a new name.");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
