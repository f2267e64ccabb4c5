package broadside.intake.release;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** What a {@link Worker} does to a directory. */
sealed interface Task permits Change, LogTask, MirrorTask, SealedTask {
  /** The name by which the worker is told. */
  String name();

  /** Does it, as its command does: what an earlier run left is completed first. */
  void make(Letters letters) throws IOException;

  /** The task of this name. */
  static Task of(String name) {
    return Stream.<Task[]>of(
            Change.values(), LogTask.values(), MirrorTask.values(), SealedTask.values())
        .flatMap(Arrays::stream)
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
