package broadside.mail.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import nu.validator.client.EmbeddedValidator;
import nu.validator.validation.SimpleDocumentValidator;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** HTML in which the Nu checker, which knows all rules of the standard, finds no error. */
public final class ValidHtml implements ErrorHandler {
  private static final long STACK_BYTES = 16 << 20;
  private static final ValidHtml CHECKER = new ValidHtml();

  private final SimpleDocumentValidator validator = new SimpleDocumentValidator(true, false, false);
  private final List<String> errors = new ArrayList<>();
  private boolean isSetUp;

  private ValidHtml() {}

  /** Fails with what is wrong in a part of a page's body, and where. */
  public static void checkPart(String html) {
    String page =
        "<!doctype html><html lang=\"en\"><head><title>Part</title></head><body>%s</body></html>"
            .formatted(html);
    assertThat(CHECKER.errors(page)).as(html).isEmpty();
  }

  /** The page, parsed; fails with what is wrong in it, and where. */
  public static Document check(String page, String html) {
    assertThat(CHECKER.errors(html)).as(page).isEmpty();
    Document parsed = Jsoup.parse(html, page);
    assertThat(parsed.title()).as(page).isNotBlank();
    return parsed;
  }

  private synchronized List<String> errors(String html) {
    if (!isSetUp) {
      setUp();
    }
    errors.clear();
    try {
      validator.setUpValidatorAndParsers(this, true, false);
      validator.checkHtmlInputSource(new InputSource(new StringReader(html)));
    } catch (SAXException | IOException e) {
      errors.add(e.toString());
    }
    return List.copyOf(errors);
  }

  /** Reading the rules takes a stack that not every thread has. */
  private void setUp() {
    FutureTask<Boolean> reading =
        new FutureTask<>(() -> {
          validator.setUpMainSchema(EmbeddedValidator.SCHEMA_URL, this);
          return true;
        });
    new Thread(null, reading, "rules of HTML", STACK_BYTES).start();
    assertThat(reading).succeedsWithin(Duration.ofMinutes(2));
    isSetUp = true;
  }

  @Override
  public void warning(SAXParseException told) {}

  @Override
  public void error(SAXParseException found) {
    errors.add(found.getLineNumber() + ":" + found.getColumnNumber() + " " + found.getMessage());
  }

  @Override
  public void fatalError(SAXParseException found) {
    error(found);
  }
}
