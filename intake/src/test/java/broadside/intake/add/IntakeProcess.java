package broadside.intake.add;

import broadside.intake.PrivateDirectory;
import broadside.mail.source.SourceOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An intake in a process of its own, which can be killed. */
final class IntakeProcess {
  private IntakeProcess() {}

  /** Adds the source {@code args[1]} to the publication {@code args[0]}; exits with 0. */
  public static void main(String[] args) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(Path.of(args[0]))) {
      IntakeResult result =
          new Intake(directory, SourceOptions.DEFAULT).add(Path.of(args[1]), IntakeMonitor.NONE);
      if (!result.addsUp()) {
        throw new IllegalStateException("does not add up: " + result);
      }
    }
  }

  /** Starts one. */
  static Process start(Path publication, Path source, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            IntakeProcess.class.getName(),
            publication.toString(),
            source.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File(publication + ".log"))
        .start();
  }
}
