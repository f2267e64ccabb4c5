package broadside.mail.source;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file or member that is about to be read.
 *
 * @param name what it is called in a {@link Place}
 * @param window its bytes from the start
 * @param path the file itself, where it is one and not packed into another
 * @param level how many archives it lies in
 * @param packing the compression it was taken out of, or null
 */
record Content(
    String name, Window window, @Nullable Path path, int level, @Nullable SourceFormat packing) {}
