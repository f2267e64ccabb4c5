package broadside.archive.mirror;

import java.util.ArrayList;
import java.util.List;

/**
 * What a scrub has put right, by names.
 *
 * @param brought what was bad or missing and is good again
 * @param deleted what lay there and nobody had signed
 * @param missing what is bad still, since nobody has it as it is signed
 */
record Repairs(List<String> brought, List<String> deleted, List<String> missing) {
  static final Repairs NONE = new Repairs(List.of(), List.of(), List.of());

  Repairs {
    brought = List.copyOf(brought);
    deleted = List.copyOf(deleted);
    missing = List.copyOf(missing);
  }

  /** These, and those of a directory below. */
  Repairs and(Repairs more, String directory) {
    return new Repairs(
        together(brought, more.brought(), directory),
        together(deleted, more.deleted(), directory),
        together(missing, more.missing(), directory));
  }

  /** These, and what else was brought. */
  Repairs and(List<String> alsoBrought) {
    return and(new Repairs(alsoBrought, List.of(), List.of()), "");
  }

  private static List<String> together(List<String> names, List<String> more, String directory) {
    List<String> all = new ArrayList<>(names);
    more.forEach(name -> all.add(directory + name));
    return all;
  }
}
