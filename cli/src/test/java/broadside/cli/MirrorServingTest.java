package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import broadside.intake.sign.Keys;
import broadside.proof.note.Cosignature;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import broadside.site.Site;
import broadside.site.SiteOptions;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real command that follows, renews and serves, while the origin is away. */
@Tag("slow")
class MirrorServingTest {
  /** The last run of an hour ago, but for the time that the command needs for its first look. */
  private static final Duration ALMOST_AN_HOUR = Duration.ofHours(1).minusSeconds(10);

  @TempDir private Path scratch;

  @Test
  @Timeout(300)
  void timesAreRenewedAndServedWithoutARestart() throws Exception {
    Path pub = scratch.resolve("pub");
    Path copy = scratch.resolve("copy");
    Path mail =
        Files.writeString(
            scratch.resolve("1.eml"), "From: a@port.example\nSubject: Tides\n\nHigh.\n");
    assertThat(Command.run("publish", mail, "--into", pub).code()).isZero();
    Clock before = Clock.offset(Clock.systemUTC(), ALMOST_AN_HOUR.negated());
    SigningKey witness = SigningKey.generate("witness.example/w", KeyType.COSIGNATURE);
    SigningKey own = key();
    URI address;
    try (WitnessServer then = witness(pub, witness, before, 0)) {
      address = then.uri();
      Command named =
          Command.run(
              "policy", pub, "--add-witness", "w " + witness.verifier().print() + " " + address);
      assertThat(named.code()).as(named.err()).isZero();
      try (Site origin = Site.start(SiteOptions.of(pub.resolve("public")).withPort(0))) {
        Upstream upstream = Upstream.of(origin.uri() + "/");
        MirrorOptions options =
            MirrorOptions.of(copy, List.of(upstream)).withKey(own).withClock(before);
        new Mirror(options).sync(CheckMonitor.NONE);
      }
    }
    List<Instant> old =
        List.copyOf(times(Files.readAllBytes(checkpoint(copy)), witness, own).values());
    assertThat(old).hasSize(2);
    Path output = Files.createDirectory(scratch.resolve("output"));
    try (WitnessServer now = witness(pub, witness, Clock.systemUTC(), address.getPort());
        ProcessMachines machines = ProcessMachines.onLoopback(output)) {
      URI site =
          machines.start(
              "mirror",
              "mirror",
              "http://127.0.0.1:1/",
              copy,
              "--serve",
              "--every",
              "1s",
              "--key",
              scratch.resolve("own/witness.key"));
      Machines.await(
          "the site of " + now.uri() + " shows newer times of both",
          () -> {
            try (InputStream in = site.resolve("/checkpoint").toURL().openStream()) {
              return times(in.readAllBytes(), witness, own).values().stream()
                  .allMatch(t -> old.stream().allMatch(o -> t.isAfter(o.plusSeconds(1_800))));
            }
          });
    }
    assertThat(Files.readString(output.resolve("output-0")))
        .as("what stays wrong in every run is said once")
        .containsOnlyOnce("http://127.0.0.1:1/ cannot be reached");
    assertThat(Command.run("verify", copy).code()).isZero();
  }

  private SigningKey key() throws IOException {
    Path own = scratch.resolve("own");
    assertThat(Command.run("witness", own, "--name", "mirror.example/m").code()).isZero();
    return Keys.open(own.resolve("witness.key"), name -> new char[0]);
  }

  private WitnessServer witness(Path pub, SigningKey key, Clock clock, int port)
      throws IOException {
    return Witnesses.start(scratch.resolve("witness"), pub, key, clock, port);
  }

  private static Path checkpoint(Path copy) {
    return copy.resolve("public/checkpoint");
  }

  private static Map<String, Instant> times(byte[] checkpoint, SigningKey... keys)
      throws IOException {
    try {
      return Cosignature.times(
          SignedNote.parse(checkpoint), List.of(keys).stream().map(SigningKey::verifier).toList());
    } catch (FormatException e) {
      throw new IOException(e);
    }
  }
}
