import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Adds up the test reports of all modules, names every skipped test with its reason, and exits
 * with 1 where the build failed, no test ran, or, in continuous integration, one was skipped.
 *
 * <p>Arguments: the build's exit status, and whether this is continuous integration.
 */
final class Summary {
  private Summary() {}

  public static void main(String[] args)
      throws IOException, ParserConfigurationException, SAXException {
    boolean buildFailed = !args[0].equals("0");
    boolean strict = args[1].equals("true");
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    var parser = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    for (Path report : reports()) {
      var cases = parser.parse(report.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        if (test.getElementsByTagName("skipped").getLength() > 0) {
          skipped++;
          Element why = (Element) test.getElementsByTagName("skipped").item(0);
          System.out.printf(
              "skipped: %s.%s: %s%n",
              test.getAttribute("classname"), test.getAttribute("name"), why.getAttribute("message"));
        } else if (test.getElementsByTagName("failure").getLength() > 0
            || test.getElementsByTagName("error").getLength() > 0) {
          failed++;
          System.out.printf(
              "failed: %s.%s%n", test.getAttribute("classname"), test.getAttribute("name"));
        } else {
          passed++;
        }
      }
    }
    if (buildFailed && failed == 0) {
      System.out.println("the build or one of its checks failed: see the lines marked ERROR above");
    }
    if (strict && skipped > 0) {
      System.out.println("a skipped test counts as a failure in continuous integration");
    }
    System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed, skipped);
    boolean bad = buildFailed || failed > 0 || passed == 0 || (strict && skipped > 0);
    System.exit(bad ? 1 : 0);
  }

  private static List<Path> reports() throws IOException {
    List<Path> reports = new ArrayList<>();
    try (var modules = Files.newDirectoryStream(Path.of("."), "[a-z]*")) {
      for (Path module : modules) {
        Path directory = module.resolve("target/surefire-reports");
        if (Files.isDirectory(directory)) {
          try (var files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            files.forEach(reports::add);
          }
        }
      }
    }
    reports.sort(null);
    return reports;
  }
}
