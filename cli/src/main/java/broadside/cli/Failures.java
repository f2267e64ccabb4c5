package broadside.cli;

import broadside.archive.mirror.MirrorBusyException;
import broadside.archive.release.ReleaseException;
import broadside.intake.IntakeException;
import broadside.intake.ledger.LedgerException;
import broadside.intake.segment.DamagedSegmentException;
import broadside.intake.segment.ErasedMailException;
import broadside.site.http.PortInUseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What a failure is called, and with which code the command ends. */
final class Failures {
  private Failures() {}

  /** Prints a failure as one sentence and returns its exit code. */
  static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    switch (failure) {
      case IOException _, IntakeException _ ->
          err.println("broadside: " + Printable.sentence(sentence(failure)));
      default -> {
        err.println("broadside: a bug in this program; please report the lines below.");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        err.println(Printable.lines(trace.toString().stripTrailing()));
      }
    }
    return code(failure);
  }

  /** The exit code that a failure has. */
  static int code(Exception failure) {
    return switch (failure) {
      case IntakeException e ->
          switch (e.refusal()) {
            case LOCKED -> ExitCode.BUSY;
            case NO_SPACE -> ExitCode.UNAVAILABLE;
            case RUN_TOGETHER -> ExitCode.FOUND_WRONG;
            case NOT_A_PUBLICATION,
                ALREADY_THERE,
                BAD_SETTINGS,
                NO_SUCH_SOURCE,
                NO_SUCH_MAIL,
                BAD_CHOICE,
                NOTHING_TO_RELEASE,
                BAD_KEY,
                BAD_KEY_FILE,
                BAD_RESOLVER,
                TOO_FEW_KEYS,
                NOT_SIGNED,
                NOT_ALLOWED ->
                ExitCode.BAD_INPUT;
          };
      case LedgerException e ->
          switch (e.reason()) {
            case BUSY -> ExitCode.BUSY;
            case DISK_FULL, IO -> ExitCode.UNAVAILABLE;
            case NEWER_FORMAT, OLDER_FORMAT, DAMAGED -> ExitCode.BAD_INPUT;
          };
      case ReleaseException e -> ExitCode.BAD_INPUT;
      case DamagedSegmentException e -> ExitCode.FOUND_WRONG;
      case ErasedMailException e -> ExitCode.FOUND_WRONG;
      case PortInUseException e -> ExitCode.UNAVAILABLE;
      case MirrorBusyException e -> ExitCode.BUSY;
      case NobodyAnswersException e -> ExitCode.UNREACHABLE;
      case NoSuchFileException e -> ExitCode.BAD_INPUT;
      case FileNotFoundException e -> ExitCode.BAD_INPUT;
      case SocketTimeoutException e -> ExitCode.UNAVAILABLE;
      case InterruptedIOException e -> ExitCode.INTERRUPTED;
      case IOException e -> ExitCode.UNAVAILABLE;
      default -> ExitCode.INTERNAL;
    };
  }

  /** What the file system said, with the file and what to do. */
  static String sentence(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.toLowerCase(Locale.ROOT).contains("no space left")) {
      return "The disk is full ("
          + message
          + "). What was there before is whole; free some space and run the command again.";
    }
    return switch (failure) {
      case NoSuchFileException e -> ended("There is no file or folder " + e.getFile());
      case AccessDeniedException e ->
          e.getFile() + " may not be read or written by this user; check its rights.";
      case SocketTimeoutException e -> message;
      case InterruptedIOException e -> "stopped; the same command goes on.";
      case FileSystemException e -> ended("The file system refused: " + message);
      default -> message;
    };
  }

  /** With its full stop: the name of a file may end with one. */
  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
