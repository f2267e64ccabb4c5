package broadside.cli;

import broadside.intake.sign.Passphrases;
import broadside.intake.sign.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes the passphrases of keys from: a file, or the person at the terminal. */
final class Secrets {
  private static final int FILE_BYTES = 1 << 12;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Take the passphrase of keys from the first line of a file; else it is asked for.")
  private @Nullable Path file;

  private final Map<String, char[]> known = new HashMap<>();

  /** Passphrases of keys that are there; each is asked for once. */
  Passphrases existing() {
    return name -> known(name, false);
  }

  /** Passphrases for new keys, asked for twice; empty for none. */
  Passphrases chosen() {
    return name -> known(name, true);
  }

  /** A passphrase in another's place: from a file, or asked for twice; empty for none. */
  static Passphrases replacing(@Nullable Path file) {
    return name -> {
      if (file != null) {
        return line(file);
      }
      if (terminal() == null) {
        throw new IOException(
            "A new passphrase is needed and nobody is at a terminal; give it with --new-passphrase-file.");
      }
      return choose(name);
    };
  }

  private char[] known(String name, boolean isNew) throws IOException {
    char[] passphrase = known.get(name);
    if (passphrase == null) {
      passphrase = file != null ? line(file) : isNew ? choose(name) : ask("Passphrase of " + name);
      known.put(name, passphrase);
    }
    return passphrase.clone();
  }

  private static char[] choose(String name) throws IOException {
    java.io.Console terminal = terminal();
    if (terminal == null) {
      return new char[0];
    }
    char[] first = ask("New passphrase for the key \"" + name + "\" (empty for none)");
    if (!Arrays.equals(first, ask("The same again"))) {
      throw new IOException("The two passphrases are not the same; nothing was changed.");
    }
    return first;
  }

  private static char[] ask(String question) throws IOException {
    java.io.Console terminal = terminal();
    char[] typed = terminal == null ? null : terminal.readPassword("%s: ", question);
    if (typed == null) {
      throw new IOException(
          question + " is needed and nobody is at a terminal; give it with --passphrase-file.");
    }
    return typed;
  }

  @SuppressWarnings("SystemConsoleNull") // never null in practice, but not promised
  private static java.io.@Nullable Console terminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal() ? console : null;
  }

  private static char[] line(Path file) throws IOException {
    if (Files.size(file) > FILE_BYTES) {
      throw new IOException(file + " is larger than 4 KiB: it holds no passphrase.");
    }
    SecretFile.warn(file);
    return Files.readString(file).lines().findFirst().orElse("").toCharArray();
  }
}
