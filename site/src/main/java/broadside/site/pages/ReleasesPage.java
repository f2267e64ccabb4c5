package broadside.site.pages;

import java.util.List;

/**
 * All releases.
 *
 * @param coming sealed ones, the next first
 * @param announced parts that the publisher announces, the next first
 * @param more a sentence on those that are not among them, or ""
 * @param releases that are open, and those that never will be, newest first
 */
public record ReleasesPage(
    List<ComingLine> coming,
    List<AnnouncedLine> announced,
    String more,
    List<ReleaseLine> releases) {
  public ReleasesPage {
    coming = List.copyOf(coming);
    announced = List.copyOf(announced);
    releases = List.copyOf(releases);
  }
}
