package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Machines on which the real command runs, each in a process of its own: network namespaces with a
 * bridge between them, in a namespace of its own too, where this user may make them; else all on
 * the loopback of this machine.
 *
 * <p>The command is made of the classes of this test, or is what {@code -Dmachines.launcher=PATH}
 * names: the launcher of a checkout that is built.
 *
 * <p>Only what was made here is touched: the namespaces bear this process's id, and no interface is
 * made outside of them. All of it goes with {@link #close()}, or with this process where it is told
 * to end.
 */
final class ProcessMachines implements Machines {
  private static final String READER = "reader";
  private static final String SWITCH = "switch";
  private static final Pattern SERVING =
      Pattern.compile("(?:Serving .*|Cosigning) at (http://[0-9.:]+)/ ");

  private static final Pattern LEFT =
      Pattern.compile("(?m)^(?<namespace>broadside-(?<process>[0-9]{1,9})-[0-9]+-[a-z0-9]+)");

  private static final AtomicInteger MADE = new AtomicInteger();

  private final Path scratch;
  private final String prefix =
      "broadside-%d-%d-".formatted(ProcessHandle.current().pid(), MADE.incrementAndGet());
  private final List<String> namespaces = new ArrayList<>();
  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, Process> running = new ConcurrentHashMap<>();
  private final Map<String, URI> serving = new ConcurrentHashMap<>();
  private final Map<String, Duration> clocks = new HashMap<>();
  private Duration ahead = Duration.ZERO;
  private final Thread hook = new Thread(this::clear, "machines");
  private int outputs;

  private ProcessMachines(Path scratch) {
    this.scratch = scratch;
  }

  /** Machines of these names, and one for the reader; {@code scratch} is for their output. */
  static ProcessMachines create(Path scratch, String... names) throws IOException {
    ProcessMachines machines = new ProcessMachines(scratch);
    Runtime.getRuntime().addShutdownHook(machines.hook);
    try {
      machines.connect(names);
    } catch (IOException e) {
      machines.clear(); // not allowed here: on loopback then
      machines.addresses.clear();
    } catch (RuntimeException e) {
      machines.close();
      throw e;
    }
    return machines;
  }

  /** Machines on the loopback of this one. */
  static ProcessMachines onLoopback(Path scratch) {
    ProcessMachines machines = new ProcessMachines(scratch);
    Runtime.getRuntime().addShutdownHook(machines.hook);
    return machines;
  }

  /** True where each has a network namespace of its own. */
  boolean areApart() {
    return !addresses.isEmpty();
  }

  private void connect(String... names) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new IOException("only root makes network namespaces");
    }
    sweep();
    String bridge = add(SWITCH);
    ip("-n", bridge, "link", "add", "br0", "type", "bridge");
    ip("-n", bridge, "link", "set", "br0", "up");
    List<String> all = new ArrayList<>(List.of(names));
    all.add(READER);
    for (int i = 0; i < all.size(); i++) {
      String machine = add(all.get(i));
      String port = "p" + i;
      ip("link", "add", "eth0", "netns", machine, "type", "veth", "peer", port, "netns", bridge);
      ip("-n", bridge, "link", "set", port, "master", "br0");
      ip("-n", bridge, "link", "set", port, "up");
      String address = "10.91.0." + (i + 1);
      ip("-n", machine, "addr", "add", address + "/24", "dev", "eth0");
      ip("-n", machine, "link", "set", "eth0", "up");
      ip("-n", machine, "link", "set", "lo", "up");
      addresses.put(all.get(i), address);
    }
  }

  /** Removes what tests have left that were killed: their number is no process's any more. */
  private static void sweep() throws IOException {
    Matcher left = LEFT.matcher(ip("netns", "list"));
    while (left.find()) {
      if (ProcessHandle.of(Long.parseLong(left.group("process"))).isEmpty()) {
        String namespace = left.group("namespace");
        ip("netns", "pids", namespace)
            .lines()
            .map(Long::valueOf)
            .flatMap(id -> ProcessHandle.of(id).stream())
            .forEach(ProcessHandle::destroyForcibly);
        ip("netns", "del", namespace);
      }
    }
  }

  private String add(String machine) throws IOException {
    String name = prefix + machine;
    ip("netns", "add", name);
    namespaces.add(name);
    return name;
  }

  /** Runs a command of ip, and returns what it says. */
  private static String ip(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!ends(process, Duration.ofSeconds(20)) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + out);
    }
    return out;
  }

  @Override
  public URI serve(String machine, Path publication) throws IOException {
    return start(machine, "serve", publication);
  }

  @Override
  public URI mirror(String machine, URI upstream, Path copy) throws IOException {
    return start(machine, "mirror", upstream, copy, "--serve", "--every", "1s");
  }

  /** Runs the command on a machine, in the place of what it ran; returns where it serves. */
  URI start(String machine, Object... args) throws IOException {
    return startAt(machine, 0, args);
  }

  /** The same at a port, so that who starts again is found where it was. */
  URI startAt(String machine, int port, Object... args) throws IOException {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--host", address(machine), "--port", port));
    Path output = leave(machine, all.toArray());
    Process process = running.get(machine);
    Matcher[] found = new Matcher[1];
    Machines.await(
        "%s says where it serves, in %s".formatted(machine, output),
        () -> {
          found[0] = SERVING.matcher(Files.readString(output));
          if (!process.isAlive()) {
            throw new IOException(Files.readString(output));
          }
          return found[0].find();
        });
    URI address = URI.create(found[0].group(1));
    serving.put(machine, address);
    return address;
  }

  /**
   * Runs the command on a machine, in the place of what it ran, and leaves it alone.
   *
   * @return what it says, as it comes
   */
  Path leave(String machine, Object... args) throws IOException {
    stop(machine);
    Path output = output();
    Process process =
        new ProcessBuilder(on(machine, Arrays.asList(args)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    running.put(machine, process);
    return output;
  }

  /** Where a machine is on the network. */
  String address(String machine) {
    return addresses.getOrDefault(machine, "127.0.0.1");
  }

  /** From now on a machine's clock is so much ahead of all others. */
  void setClockAhead(String machine, Duration time) {
    clocks.put(machine, time);
  }

  /** From now on the clocks of all machines are so much ahead; it takes the package faketime. */
  void setClocksAhead(Duration time) {
    ahead = time;
  }

  /** Runs the command on a machine to its end, beside what it runs. */
  Command run(String machine, Object... args) throws IOException {
    return run(on(machine, Arrays.asList(args)));
  }

  /** Runs curl on a machine. */
  Command curl(String machine, Object... args) throws IOException {
    List<String> command = onNetwork(machine);
    command.addAll(List.of("curl", "--silent", "--show-error", "--max-time", "5"));
    Arrays.asList(args).forEach(arg -> command.add(arg.toString()));
    return run(command);
  }

  /** Ends what a machine does without a warning, as kill -9 does. */
  void kill(String machine) throws IOException {
    Process process = running.remove(machine);
    if (process != null) {
      process.destroyForcibly();
      ends(process, Duration.ofSeconds(20));
    }
  }

  /** Takes a machine's cable out, or puts it back; nothing happens where all are on loopback. */
  void setConnected(String machine, boolean isConnected) throws IOException {
    if (areApart()) {
      ip("-n", prefix + machine, "link", "set", "eth0", isConnected ? "up" : "down");
    }
  }

  @Override
  public void awaitEntries(String machine, long entries) throws IOException {
    String checkpoint = serving.get(machine) + "/checkpoint";
    Machines.await(
        "%s serves %d entries".formatted(machine, entries),
        () -> curl(READER, checkpoint).out().contains("\n" + entries + "\n"));
  }

  @Override
  public void stop(String machine) throws IOException {
    Process process = running.remove(machine);
    if (process != null) {
      end(process);
    }
  }

  @Override
  public Command read(Object... args) throws IOException {
    return run(on(READER, Arrays.asList(args)));
  }

  private Command run(List<String> command) throws IOException {
    Path out = output();
    Path err = output();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(ends(process, PATIENCE)).as("%s ends", command.getLast()).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Command(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** A port of the loopback that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The command line that runs on a machine {@code broadside args…}. */
  private List<String> on(String machine, List<Object> args) throws IOException {
    List<String> command = onNetwork(machine);
    Duration time = ahead.plus(clocks.getOrDefault(machine, Duration.ZERO));
    if (!time.isZero()) {
      command.add("env");
      command.add("LD_PRELOAD=" + faketime());
      command.add("FAKETIME=%+ds".formatted(time.toSeconds()));
    }
    String launcher = System.getProperty("machines.launcher");
    command.addAll(launcher != null ? List.of(launcher) : classesOfThisTest());
    args.forEach(arg -> command.add(arg.toString()));
    return command;
  }

  private static List<String> classesOfThisTest() {
    return List.of(
        CommandProcess.JAVA,
        "--enable-native-access=ALL-UNNAMED",
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-cp",
        CommandProcess.CLASS_PATH,
        "broadside.cli.Main");
  }

  /**
   * The library of the program faketime. The program itself leaves a semaphore behind where what it
   * started is killed, and refuses the next process with the same number.
   */
  private static Path faketime() throws IOException {
    try (Stream<Path> places = Files.list(Path.of("/usr/lib"))) {
      return places
          .map(place -> place.resolve("faketime/libfaketime.so.1"))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new IOException("install faketime"));
    }
  }

  private List<String> onNetwork(String machine) {
    return areApart()
        ? new ArrayList<>(List.of("ip", "netns", "exec", prefix + machine))
        : new ArrayList<>();
  }

  private synchronized Path output() {
    return scratch.resolve("output-" + outputs++);
  }

  private static boolean ends(Process process, Duration within) throws IOException {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static void end(Process process) throws IOException {
    process.destroy();
    if (!ends(process, Duration.ofSeconds(20))) {
      process.destroyForcibly();
      ends(process, Duration.ofSeconds(20));
    }
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // this process is ending, and the hook does the same
    }
  }

  /** Ends the processes and removes the namespaces, whatever fails. */
  private synchronized void clear() {
    running.values().forEach(Process::destroy);
    for (Process process : running.values()) {
      try {
        end(process);
      } catch (IOException e) {
        process.destroyForcibly();
      }
    }
    running.clear();
    for (String namespace : namespaces.reversed()) {
      try {
        ip("netns", "del", namespace);
      } catch (IOException e) {
        System.err.println(e.getMessage());
      }
    }
    namespaces.clear();
  }
}
