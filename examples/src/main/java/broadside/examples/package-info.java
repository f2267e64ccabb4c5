/**
 * The generator of the bundled sample: a fictional archive of a harbour that is rebuilt. Entry
 * type: {@link broadside.examples.SampleArchive}, run by hand when the story changes; its output is
 * committed under {@code examples/harbour/} and beside it. Invariant: every run writes the same
 * mails, byte for byte. Nothing that is shipped imports it.
 */
@NullMarked
package broadside.examples;

import org.jspecify.annotations.NullMarked;
