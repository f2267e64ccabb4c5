package broadside.cli;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Verifies a publication and mirrors it, so often that the virtual machine sees what is hot in a
 * large archive. The build keeps what it noted: see docs/decisions/2026-11-28-rehearsal.md.
 *
 * <p>Arguments: the publication, and a directory for its mirrors.
 */
final class Rehearsal {
  private static final int AUDITS = 9;
  private static final int MIRRORS = 3;

  private Rehearsal() {}

  public static void main(String[] args) {
    Main.prepare();
    Path publication = Path.of(args[0]).toAbsolutePath();
    for (int i = 0; i < AUDITS; i++) {
      run("verify", publication.toString());
    }
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            publication.resolve("public"),
            OutputLevel.NONE);
    server.start();
    for (int i = 0; i < MIRRORS; i++) {
      run("mirror", "http://127.0.0.1:" + server.getAddress().getPort(), args[1] + "/" + i);
    }
    server.stop(0);
  }

  private static void run(String... command) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    int code = Main.run(out, out, command);
    if (code != 0) {
      throw new IllegalStateException(command[0] + " ended with " + code);
    }
  }
}
