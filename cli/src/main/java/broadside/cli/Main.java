package broadside.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code broadside} command. */
@Command(
    name = "broadside",
    description = "Publishes an archive of mail as a series of signed, numbered releases.",
    footer = {
      "",
      "Example: broadside publish mail.mbox.gz --into pub --serve",
      "",
      "Exit codes: 0 done; 1 done, and something is wrong; 2 wrong usage; 3 something is missing;",
      "4 it may be an old state; 5 nobody answers; 6 it holds, and what was signed later was not checked;",
      "65 input that cannot be used; 69 the machine refused (disk, port, rights); 70 a bug;",
      "75 another process is at work; 130 stopped by Ctrl-C, run it again to go on."
    },
    mixinStandardHelpOptions = true,
    version = "broadside 0.1.0")
final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  private Main() {}

  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          PublishCommand.class,
          InitCommand.class,
          AddCommand.class,
          AuthenticateCommand.class,
          StatusCommand.class,
          PlanCommand.class,
          HeldCommand.class,
          AllowCommand.class,
          WithholdCommand.class,
          EraseCommand.class,
          PreviewCommand.class,
          ReleaseCommand.class,
          SealCommand.class,
          OpenCommand.class,
          HoldCommand.class,
          VoidCommand.class,
          ResealCommand.class,
          OpenedCommand.class,
          RunCommand.class,
          CustodianCommand.class,
          WithdrawCommand.class,
          RedactCommand.class,
          CorrectCommand.class,
          ServeCommand.class,
          CheckCommand.class,
          ReindexCommand.class,
          KeyCommand.class,
          CatchUpCommand.class,
          PolicyCommand.class,
          ContinueCommand.class,
          SignCommand.class,
          VerifyCommand.class,
          MirrorCommand.class,
          WitnessCommand.class);

  public static void main(String[] args) {
    prepare();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    Interruption.commandEnded();
    if (code != 0 || areOthersAtWork()) {
      System.exit(code); // it starts the logging system, which looks into every library
    }
  }

  /**
   * Tells libraries what they would look for in every library, which takes longer than a short
   * command.
   */
  static void prepare() {
    System.setProperty("java.util.logging.config.class", LibraryLogging.class.getName());
    System.setProperty("picocli.disable.closures", "true"); // those of Groovy
  }

  /** True where a thread is left that would keep the process. */
  private static boolean areOthersAtWork() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> !thread.isDaemon() && thread != Thread.currentThread());
  }

  /** Runs one command line to its end and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    commands(args).forEach(line::addSubcommand);
    line.getSubcommands().values().forEach(Main::tellExitCodes);
    return line.setOut(out)
        .setErr(err)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::explain)
        .setExecutionExceptionHandler(Failures::explain)
        .setExecutionStrategy(Main::execute)
        .execute(args);
  }

  /** Runs a command, and prints its result for programs whatever became of it. */
  private static int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } finally {
      List<CommandLine> commands = parsed.asCommandLineList();
      if (commands.getLast().getCommand() instanceof Task task) {
        task.console().printResult();
      }
    }
  }

  /** What is wrong, and where the help is: a page of options would push the sentence away. */
  private static int explain(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String sentence = String.valueOf(wrong.getMessage());
    if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String word = unmatched.getUnmatched().getFirst();
      sentence =
          command.getParent() == null
              ? "There is no command " + word + "."
              : "\"%s\" cannot be used there.".formatted(word);
    }
    String file = fileLikeOption(command, args);
    if (file != null) {
      sentence =
          "\"%s\" is read as an option. If the file is meant, write \"./%s\", or \"--\" before it and behind all options."
              .formatted(file, file);
    }
    command.getErr().println("broadside: " + Printable.sentence(sentence));
    boolean _ = UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    command.getErr().printf("Help: %s --help%n", command.getCommandSpec().qualifiedName());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** A word of the command line that looks like an option, is none, and is a file; or null. */
  private static @Nullable String fileLikeOption(CommandLine command, String... args) {
    for (String arg : args) {
      if (arg.equals("--")) {
        return null;
      }
      boolean isOption = command.getCommandSpec().optionsMap().containsKey(arg);
      if (arg.length() > 1 && arg.startsWith("-") && !isOption && new File(arg).exists()) {
        return arg;
      }
    }
    return null;
  }

  /** A command whose help says nothing of its exit codes has those of all. */
  private static void tellExitCodes(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    List<String> footer = new ArrayList<>(List.of(help.footer()));
    if (footer.stream().noneMatch(l -> l.startsWith("Exit:"))) {
      footer.add("Exit: 0 done; other codes are those of \"broadside --help\".");
      help.footer(footer.toArray(String[]::new));
    }
    command.getSubcommands().values().forEach(Main::tellExitCodes);
  }

  /**
   * The one that is named first, none for the version alone, or all: what is not asked for need not
   * be read at every start. Classes are named like their commands.
   */
  private static List<Class<?>> commands(String... args) {
    String first = args.length == 0 ? "" : args[0];
    if (first.equals("--version") || first.equals("-V")) {
      return List.of();
    }
    String named = first.replace("-", "") + "Command";
    for (Class<?> command : COMMANDS) {
      if (command.getSimpleName().equalsIgnoreCase(named)) {
        return List.of(command);
      }
    }
    return COMMANDS;
  }

  /** Without a command there is the list of them. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
