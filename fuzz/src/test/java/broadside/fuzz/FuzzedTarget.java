package broadside.fuzz;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls, in a process of its own; its argument is the name of a target. */
public final class FuzzedTarget {
  private static @Nullable Target target;

  private FuzzedTarget() {}

  /** Called once. */
  public static void fuzzerInitialize(String[] arguments) {
    target = Target.of(arguments[0]);
  }

  /** Called for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (target == null) {
      throw new IllegalStateException("no target was named");
    }
    target.check(input);
  }
}
