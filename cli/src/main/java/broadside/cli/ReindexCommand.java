package broadside.cli;

import broadside.archive.Publication;
import broadside.archive.RefusedRelease;
import broadside.archive.ReleaseSummary;
import broadside.archive.index.ReleaseIndex;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.archive.search.IndexCache;
import broadside.intake.release.IndexMaker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "reindex",
    description = {
      "Makes the search indexes anew that cannot be read: lost, damaged, or of another version of Lucene.",
      "They are made of the published mails, in a directory of their own: in the publication nothing",
      "changes. \"serve --cache\" with the same directory uses them, from its start on."
    },
    footer = {
      "",
      "Example: broadside reindex pub --cache /var/cache/broadside",
      "Exit: 1 where a release cannot be read, or a mail in it; the others are done."
    })
final class ReindexCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The publication, or its public directory alone.")
  private Path publication;

  @Option(
      names = "--cache",
      required = true,
      paramLabel = "DIR",
      description =
          "The directory for them, outside the publication. It may be deleted at any time.")
  private Path directory;

  private final List<Integer> readable = new ArrayList<>();
  private final List<Integer> present = new ArrayList<>();
  private final List<Integer> made = new ArrayList<>();
  private final List<Integer> failed = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Path all = publication.toAbsolutePath().normalize();
    if (directory.toAbsolutePath().normalize().startsWith(all)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Give a directory outside the publication: not %s.".formatted(directory));
    }
    IndexCache cache = new IndexCache(directory);
    try (Interruption interruption = Interruption.listen();
        Publication opened = Publication.open(ServeCommand.publicDirectory(publication))) {
      List<ReleaseReader> needed = new ArrayList<>();
      for (ReleaseSummary release : opened.releases()) {
        ReleaseReader reader = opened.release(release.number());
        if (reader != null && !isReadable(reader)) {
          needed.add(reader);
          make(cache, reader, interruption);
        }
      }
      cache.keepOnly(opened.log().history().policies().publication(), needed);
      for (RefusedRelease refused : opened.refused()) {
        failed.add(refused.number());
        console().error(refused.reason());
      }
      return report();
    } catch (InterruptedIOException e) {
      console().error("stopped before the end; the same command goes on.");
      return ExitCode.INTERRUPTED;
    }
  }

  private boolean isReadable(ReleaseReader release) {
    int number = release.statement().number();
    Path own = release.directory().resolve("index");
    try (ReleaseIndex index = ReleaseIndex.open(own, number, release.statement().first())) {
      index.checkIntegrity();
      readable.add(number);
      return true;
    } catch (NoSuchFileException e) {
      console().say("Release %d has no index.".formatted(number));
    } catch (IOException e) {
      console().say("Release %d: its index cannot be read: %s.".formatted(number, e.getMessage()));
    }
    return false;
  }

  private void make(IndexCache cache, ReleaseReader release, Interruption interruption)
      throws IOException {
    int number = release.statement().number();
    long mails = release.statement().count();
    try (ReleaseIndex index = cache.open(release, List.of())) {
      present.add(index.release());
      return;
    } catch (IOException none) {
      // it is made
    }
    try (MeteredMails meter =
            new MeteredMails(console(), "Indexing", mails, interruption::isRequested);
        ReleaseIndex index = cache.make(release, aside -> IndexMaker.make(release, aside, meter))) {
      made.add(index.release());
      console()
          .say(
              "Release %d: made anew, of %s."
                  .formatted(number, Figures.count(mails, "number", "numbers")));
    } catch (ReleaseException e) {
      failed.add(number);
      console().error(String.valueOf(e.getMessage()));
    }
  }

  private int report() {
    long all = (long) readable.size() + made.size() + present.size() + failed.size();
    console()
        .say(
            "%s: %d with an index of its own that can be read, %d made anew now, %d before, %d damaged."
                .formatted(
                    Figures.count(all, "release", "releases"),
                    readable.size(),
                    made.size(),
                    present.size(),
                    failed.size()));
    if (!made.isEmpty()) {
      console().say("Next: start broadside serve %s --cache %s".formatted(publication, directory));
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("readable", readable);
    json.put("made", made);
    json.put("present", present);
    json.put("failed", failed);
    console().result(json);
    return failed.isEmpty() ? ExitCode.OK : ExitCode.FOUND_WRONG;
  }
}
