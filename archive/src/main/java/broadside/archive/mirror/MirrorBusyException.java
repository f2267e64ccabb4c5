package broadside.archive.mirror;

import java.io.IOException;
import java.nio.file.Path;

/** Another process is keeping the same mirror; the message is a sentence for the operator. */
public final class MirrorBusyException extends IOException {
  private static final long serialVersionUID = 1L;

  MirrorBusyException(Path directory) {
    super("Another process is keeping the mirror in " + directory + "; wait until it ends.");
  }
}
