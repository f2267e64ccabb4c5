import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Adds up the test reports of all modules, names every skipped test with its reason, and exits
 * with 1 where the build failed, no test ran, or, in continuous integration, one was skipped.
 *
 * <p>Arguments: the build's exit status; whether this is continuous integration; whether every test
 * class must have a report, since the build goes on after failed tests and would not tell of those
 * that a crash has swallowed.
 */
final class Summary {
  private Summary() {}

  public static void main(String[] args)
      throws IOException, ParserConfigurationException, SAXException {
    boolean buildFailed = !args[0].equals("0");
    boolean strict = args[1].equals("true");
    boolean everyClass = args[2].equals("true");
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
              test.getAttribute("classname"), test.getAttribute("name"), reason(why));
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
    if (everyClass) {
      for (String unreported : unreported()) {
        failed++;
        System.out.printf("failed: %s has no report%n", unreported);
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

  /** Why a test was skipped: in the attribute, or, of an assumption, before the stack trace. */
  private static String reason(Element skipped) {
    String message = skipped.getAttribute("message");
    if (message.isBlank()) {
      message =
          skipped
              .getTextContent()
              .lines()
              .takeWhile(line -> !line.startsWith("\tat "))
              .collect(Collectors.joining(" "))
              .replaceFirst("^org\\.opentest4j\\.TestAbortedException:", "");
    }
    return message.isBlank() ? "no reason in the report" : message.strip().replaceAll("\\s+", " ");
  }

  /** Compiled test classes without a report. */
  private static List<String> unreported() throws IOException {
    List<String> unreported = new ArrayList<>();
    try (var modules = Files.newDirectoryStream(Path.of("."), "[a-z]*")) {
      for (Path module : modules) {
        Path classes = module.resolve("target/test-classes");
        if (!Files.isDirectory(classes)) {
          continue;
        }
        try (Stream<Path> all = Files.walk(classes)) {
          for (Path file : (Iterable<Path>) all::iterator) {
            String name = classes.relativize(file).toString().replace('/', '.');
            if (name.matches("[^$]*Test\\.class") && hasTests(file)) {
              String test = name.substring(0, name.length() - ".class".length());
              Path report = module.resolve("target/surefire-reports/TEST-" + test + ".xml");
              if (!Files.exists(report)) {
                unreported.add(test);
              }
            }
          }
        }
      }
    }
    unreported.sort(null);
    return unreported;
  }

  private static boolean hasTests(Path compiled) throws IOException {
    String constants = Files.readString(compiled, StandardCharsets.ISO_8859_1);
    return constants.contains("org/junit/jupiter/api/Test;")
        || constants.contains("org/junit/jupiter/params/ParameterizedTest;");
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
