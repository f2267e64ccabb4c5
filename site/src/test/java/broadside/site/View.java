package broadside.site;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** In what a reader looks at a page. */
record View(ColorScheme scheme, int width) {
  static final List<View> ALL =
      Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
          .flatMap(scheme -> Stream.of(new View(scheme, 1100), new View(scheme, 360)))
          .toList();

  /** Without JavaScript. */
  Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setColorScheme(scheme)
        .setViewportSize(width, 900)
        .setJavaScriptEnabled(false);
  }

  /** What its picture of the page at an address is called. */
  String pictureOf(String path) {
    return scheme.name().toLowerCase(Locale.ROOT)
        + "-"
        + width
        + path.replaceAll("[^a-z0-9]+", "-");
  }
}
