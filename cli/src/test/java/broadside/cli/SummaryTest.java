package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of the tests says at its end, of reports as they are written. */
@Tag("slow")
class SummaryTest {
  private static final Path SUMMARY =
      Path.of(System.getProperty("broadside.root"), "dev/Summary.java").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void saysWhyTestsWereSkipped() throws IOException, InterruptedException {
    assertThat(
            summary(
                """
                <testcase name="passes" classname="a.Test"/>
                <testcase name="waits" classname="a.Test"><skipped message="not yet"/></testcase>
                <testcase name="reads(String)[1]" classname="a.Test">
                <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException:\s
                assumption was not met due to: [no strace]\s
                Expecting value to be true but was false
                	at a.Test.reads(Test.java:64)
                ]]></skipped></testcase>
                <testcase name="says" classname="a.Test"><skipped/></testcase>
                """))
        .isEqualTo(
            """
            skipped: a.Test.waits: not yet
            skipped: a.Test.reads(String)[1]: assumption was not met due to: [no strace] Expecting value to be true but was false
            skipped: a.Test.says: no reason in the report
            1 passed, 0 failed, 3 skipped
            """);
  }

  private String summary(String cases) throws IOException, InterruptedException {
    Path reports = Files.createDirectories(directory.resolve("module/target/surefire-reports"));
    Files.writeString(reports.resolve("TEST-a.Test.xml"), "<testsuite>" + cases + "</testsuite>");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                SUMMARY.toString(),
                "0",
                "false",
                "false")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
