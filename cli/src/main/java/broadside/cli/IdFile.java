package broadside.cli;

import broadside.intake.review.IntakeIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which the ids of mails come from a file. */
final class IdFile {
  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description = "Take the ids from a file, the first word of each line; # begins a comment.")
  private @Nullable Path file;

  /** The ids of the command line, and those of the file behind them, in a new list. */
  List<String> after(List<String> ids) throws IOException {
    List<String> all = new ArrayList<>(ids);
    if (file != null) {
      all.addAll(IntakeIds.read(file));
    }
    return all;
  }
}
