package broadside.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of Jazzer over one target, in a process of its own: what hangs or eats memory ends there.
 */
final class FuzzRun {
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

  /** Characters of a report that a reader can take in. */
  private static final int REPORT = 6_000;

  private static final Pattern DONE =
      Pattern.compile(
          "#([0-9]+)\\s+DONE +cov: ([0-9]+) ft: ([0-9]+) corp: ([0-9]+).*exec/s: ([0-9]+)");

  private final Target target;
  private final Path folder;
  private final Path faults;
  private final Path corpus;
  private final Path log;
  private int exit;
  private String output = "";

  private FuzzRun(Target target, String kind) {
    this.target = target;
    this.folder = FuzzTest.WORK.resolve(target.name());
    this.faults = folder.resolve("faults");
    this.corpus = folder.resolve(kind + "-corpus");
    this.log = folder.resolve(kind + ".log");
  }

  /** A short run that has ended: the same inputs each time. */
  static FuzzRun moment(Target target) throws IOException, InterruptedException {
    FuzzRun run = new FuzzRun(target, "moment");
    empty(run.corpus);
    // What runs so shortly is not worth the optimising compiler.
    run.start(List.of("-XX:TieredStopAtLevel=1"), List.of("-runs=" + target.shortRun(), "-seed=1"));
    return run;
  }

  /** A run of so many seconds that has ended; it goes on from what earlier ones kept. */
  static FuzzRun ofSeconds(Target target, int seconds) throws IOException, InterruptedException {
    FuzzRun run = new FuzzRun(target, "long");
    run.start(List.of(), List.of("-max_total_time=" + seconds));
    return run;
  }

  private void start(List<String> jvmOptions, List<String> options)
      throws IOException, InterruptedException {
    Files.createDirectories(corpus);
    Files.createDirectories(faults);
    List<String> command = new ArrayList<>(jvm(jvmOptions));
    command.add("--target_class=" + FuzzedTarget.class.getName());
    command.add("--target_args=" + target.name());
    command.add("--instrumentation_includes=broadside.**:org.owasp.html.**");
    command.add("--instrumentation_excludes=broadside.fuzz.**");
    command.add("--reproducer_path=" + faults);
    command.addAll(options);
    command.add("-max_len=" + target.longest());
    command.add("-timeout=20"); // seconds for one input, on a machine that does other work too
    command.add("-rss_limit_mb=2048");
    command.add("-dict=" + writeDictionary());
    command.add("-artifact_prefix=" + faults + File.separator);
    command.add(corpus.toString());
    command.add(writeSeeds().toString());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      exit = process.waitFor();
    } finally {
      process.destroyForcibly(); // where the wait was interrupted
    }
    output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8); // and bytes that are none
  }

  private static List<String> jvm(List<String> options) {
    List<String> jvm = new ArrayList<>();
    jvm.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    jvm.addAll(options);
    jvm.add("-Xmx512m");
    jvm.add("-XX:+UseSerialGC");
    jvm.add("-XX:-OmitStackTraceInFastThrow");
    jvm.add("-XX:+EnableDynamicAgentLoading");
    jvm.add("--enable-native-access=ALL-UNNAMED");
    jvm.add("--sun-misc-unsafe-memory-access=allow");
    jvm.add("-Dbroadside.root=" + FuzzTest.ROOT);
    jvm.add("-cp");
    jvm.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    jvm.add(JAZZER);
    return jvm;
  }

  private Path writeSeeds() throws IOException {
    Path seeds = folder.resolve("seeds");
    empty(seeds);
    Files.createDirectories(seeds);
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(seeds.resolve("%03d".formatted(number++)), seed);
    }
    Files.write(seeds.resolve("long"), longSeed());
    return seeds;
  }

  /**
   * All seeds again and again: mutations become longer than the longest seed slowly, or never. One
   * as long as an input may be would take the time of many short ones.
   */
  private byte[] longSeed() throws IOException {
    int length = target.longest() / 8;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < length) {
      target.seeds().forEach(all::writeBytes);
    }
    return Arrays.copyOf(all.toByteArray(), length);
  }

  /** One word on a line in quotation marks, as libFuzzer reads it. */
  private Path writeDictionary() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String word : target.words()) {
      text.append('"');
      for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
        boolean plain = b >= ' ' && b < 0x7f && b != '"' && b != '\\';
        text.append(plain ? String.valueOf((char) b) : "\\x%02X".formatted(b));
      }
      text.append("\"\n");
    }
    return Files.writeString(folder.resolve("words"), text);
  }

  private static void empty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.delete(file);
        }
      }
    }
  }

  /** True where it never began, since there is no library for this machine. */
  boolean isJazzerMissing() {
    return exit != 0 && output.contains("UnsatisfiedLinkError") && !output.contains("\tINITED");
  }

  /** What was found, beginning with what was thrown; empty where nothing was. */
  String fault() {
    if (exit == 0) {
      return "";
    }
    int from = Math.max(output.indexOf("== Java Exception:"), output.indexOf("==ERROR"));
    String told =
        from < 0 ? output.substring(Math.max(0, output.length() - REPORT)) : output.substring(from);
    return told.substring(0, Math.min(told.length(), REPORT));
  }

  /** For a person: what was found where, and how to see it again. */
  String report() {
    return "fuzzing of %s ended with %d; log: %s; what it found: %s; to read that again: %s"
        .formatted(target.name(), exit, log, faults, again());
  }

  private String again() {
    return "./mvnw verify -pl fuzz -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=FuzzTest"
        + " -Dfuzz.target="
        + target.name()
        + " -Dfuzz.input=FILE";
  }

  /** Edges of the instrumented code that were taken, or 0. */
  int edges() {
    Matcher done = DONE.matcher(output);
    return done.find() ? Integer.parseInt(done.group(2)) : 0;
  }

  String summary() {
    Matcher done = DONE.matcher(output);
    return done.find()
        ? "read %s inputs, %s each second; %s edges, %s features, %s inputs kept"
            .formatted(done.group(1), done.group(5), done.group(2), done.group(3), done.group(4))
        : "told nothing";
  }
}
