package broadside.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What all subcommands have: --help and the options of the console. */
@Command(mixinStandardHelpOptions = true)
abstract class Task implements Callable<Integer> {
  @Mixin private Console console;

  final Console console() {
    return console;
  }
}
