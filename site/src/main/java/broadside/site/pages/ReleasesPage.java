package broadside.site.pages;

import java.util.List;

/**
 * All releases.
 *
 * @param coming sealed ones, the next first
 * @param releases that are open, and those that never will be, newest first
 */
public record ReleasesPage(List<ComingLine> coming, List<ReleaseLine> releases) {
  public ReleasesPage {
    coming = List.copyOf(coming);
    releases = List.copyOf(releases);
  }
}
