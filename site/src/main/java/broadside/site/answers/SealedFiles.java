package broadside.site.answers;

import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.release.FileList;
import broadside.proof.statement.SealedStatement;
import broadside.site.http.Kind;
import broadside.site.http.Reply;
import broadside.site.routes.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of sealed releases: what is encrypted, and the notes of custodians.
 *
 * @param boxes where the notes lie
 */
record SealedFiles(Scheduled scheduled, NoteBoxes boxes) {

  /** A file that the seal names, or a note of one of its custodians; null for all else. */
  @Nullable Reply file(Route.SealedFile route) throws IOException {
    Custody custody = scheduled.find(route.number());
    if (custody == null) {
      return null;
    }
    SealedStatement seal = custody.seal();
    SealedDirectory directory = boxes.directory(route.number());
    for (FileList.Entry file : SealedDirectory.files(seal)) {
      if (file.name().equals(route.name())) {
        Path path = directory.path().resolve(file.name());
        return Files.isRegularFile(path) && Files.size(path) == file.bytes()
            ? new Reply.File(Kind.BINARY, path, file.bytes(), file.name(), file.sha256())
            : null;
      }
    }
    for (int i = 1; i <= seal.shares().size(); i++) {
      String name = route.name();
      if (isNote(name, SealedDirectory.receiptName(i), custody.receipts(), i)
          || isNote(name, SealedDirectory.publishedName(i), custody.shares(), i)
          || isNote(name, SealedDirectory.evidenceName(i), custody.bad(), i)) {
        return note(directory.path().resolve(name));
      }
    }
    return null;
  }

  private static boolean isNote(String asked, String name, Set<Integer> here, int custodian) {
    return asked.equals(name) && here.contains(custodian);
  }

  private static @Nullable Reply note(Path file) throws IOException {
    try {
      return Files.size(file) > NoteBox.BYTES
          ? null
          : Reply.of(Kind.TEXT, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
