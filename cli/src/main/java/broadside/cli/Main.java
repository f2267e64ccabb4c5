package broadside.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code broadside} command. */
@Command(
    name = "broadside",
    description = "Publishes an archive of mail as a series of numbered releases.",
    mixinStandardHelpOptions = true,
    version = "broadside 0.1.0")
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
