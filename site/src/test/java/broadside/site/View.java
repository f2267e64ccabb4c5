package broadside.site;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;

/** In what a reader looks at a page, without JavaScript. */
record View(ColorScheme scheme, int width) {
  static final View SCREEN = new View(ColorScheme.LIGHT, 1100);
  static final View PHONE = new View(ColorScheme.LIGHT, 360);
  static final View DARK_SCREEN = new View(ColorScheme.DARK, 1100);
  static final View DARK_PHONE = new View(ColorScheme.DARK, 360);
  static final List<View> ALL = List.of(SCREEN, PHONE, DARK_SCREEN, DARK_PHONE);

  Browser.NewPageOptions options() {
    return new Browser.NewPageOptions()
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
