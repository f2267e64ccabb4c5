package broadside.cli;

import broadside.archive.Publication;
import broadside.archive.ReleaseSummary;
import broadside.archive.index.ReleaseIndex;
import broadside.archive.release.ReleaseReader;
import broadside.archive.search.IndexCache;
import broadside.intake.release.IndexMaker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "reindex",
    description = {
      "Makes the search indexes anew that cannot be read: lost, damaged, or of another version of Lucene.",
      "They are made of the published mails, outside the publication, where nothing changes: \"serve --cache\"",
      "with the same directory uses them. Repeat it when mails of such a release were taken back."
    },
    footer = {"", "Example: broadside reindex pub --cache /var/cache/broadside"})
final class ReindexCommand extends Task {
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

  @Override
  public Integer call() throws IOException {
    IndexCache cache = new IndexCache(directory);
    try (Interruption interruption = Interruption.listen();
        Publication opened = Publication.open(ServeCommand.publicDirectory(publication))) {
      Watching watching = new Watching(console(), interruption, "indexed");
      Set<ReleaseReader> unreadable = new HashSet<>();
      try {
        for (ReleaseSummary release : opened.releases()) {
          ReleaseReader reader = opened.release(release.number());
          if (reader != null && !isReadable(reader)) {
            unreadable.add(reader);
            make(cache, reader, watching);
          }
        }
        cache.keepOnly(unreadable);
      } catch (InterruptedIOException e) { // said before the end of the process comes
        console().error("stopped before the end; the same command goes on.");
        return ExitCode.INTERRUPTED;
      }
      opened.refused().forEach(refused -> console().error(refused.reason()));
      return report(!opened.refused().isEmpty());
    }
  }

  private boolean isReadable(ReleaseReader release) {
    int number = release.statement().number();
    Path own = release.directory().resolve("index");
    try (ReleaseIndex index = ReleaseIndex.open(own, number, release.statement().first())) {
      readable.add(index.release());
      return true;
    } catch (IOException e) {
      console().say("Release %d: its index cannot be read (%s).".formatted(number, e));
      return false;
    }
  }

  private void make(IndexCache cache, ReleaseReader release, Watching watching) throws IOException {
    int number = release.statement().number();
    try (ReleaseIndex index = cache.open(release, List.of())) {
      present.add(index.release());
    } catch (IOException none) {
      cache.make(release, aside -> IndexMaker.make(release, aside, watching));
      made.add(number);
      console()
          .say(
              "Release %d: made anew, of %s."
                  .formatted(number, Figures.mails(release.statement().count())));
    }
  }

  private int report(boolean isRefused) {
    console()
        .say(
            "%s: %d with an index of its own that can be read, %d made anew now, %d before."
                .formatted(
                    Figures.count(
                        (long) readable.size() + made.size() + present.size(),
                        "release",
                        "releases"),
                    readable.size(),
                    made.size(),
                    present.size()));
    if (!made.isEmpty()) {
      console().say("Next: broadside serve %s --cache %s".formatted(publication, directory));
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("readable", readable);
    json.put("made", made);
    json.put("present", present);
    console().result(json);
    return isRefused ? ExitCode.INCOMPLETE : ExitCode.OK;
  }
}
