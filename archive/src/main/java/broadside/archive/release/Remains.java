package broadside.archive.release;

import broadside.proof.release.FileList;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes of a release that is held what remains of its mails once more of them were taken back: the
 * zip volumes, {@code salts} and {@code places}, with the bytes that the publisher gives them.
 * Nothing is compressed again.
 *
 * <p>What is held is not checked: whoever uses what was made compares it with what is signed.
 */
public final class Remains {
  private final ReleaseReader held;
  private final TakenBack after;
  private final CheckMonitor monitor;

  private Remains(ReleaseReader held, TakenBack after, CheckMonitor monitor) {
    this.held = held;
    this.after = after;
    this.monitor = monitor;
  }

  /** True where no number has a mail after that it did not have before. */
  public static boolean areHeld(TakenBack before, TakenBack after) {
    for (TakenBack.Act act : after.numbers().values()) {
      TakenBack.Act known = before.act(act.taken().number());
      String mail = act.taken().mail();
      if (mail != null && (known == null || !mail.equals(known.taken().mail()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes the files into {@code target}, which is there and empty; they are on disk then.
   *
   * @param before what was taken back from the release that lies in {@code held}
   * @return what a list of files says of them
   * @throws ReleaseException where what is held is too damaged to be read
   * @throws InterruptedIOException where the monitor cancelled
   */
  public static List<FileList.Entry> write(
      Path held, TakenBack before, TakenBack after, Path target, CheckMonitor monitor)
      throws IOException {
    return write(held, before, after, target, monitor, ZipFormat.VOLUME_BYTES);
  }

  static List<FileList.Entry> write(
      Path held,
      TakenBack before,
      TakenBack after,
      Path target,
      CheckMonitor monitor,
      long volumeBytes)
      throws IOException {
    try (MailInflater inflater = new MailInflater();
        MailFiles files = new MailFiles(target, volumeBytes)) {
      return new Remains(ReleaseReader.open(held, before, inflater), after, monitor).write(files);
    }
  }

  private List<FileList.Entry> write(MailFiles files) throws IOException {
    for (long n = held.statement().first(); n <= held.statement().last(); n++) {
      if (monitor.isCancelled()) {
        throw new InterruptedIOException("the work was stopped");
      }
      MailPlace place = held.place(n);
      if (place.equals(MailPlace.NONE) || after.isGone(n)) {
        files.addNothing(held.lineOffset(n));
      } else {
        files.add(n, held.lineOffset(n), held.salt(n), held.stored(n));
        monitor.progress(place.deflated());
      }
    }
    return files.finish();
  }
}
