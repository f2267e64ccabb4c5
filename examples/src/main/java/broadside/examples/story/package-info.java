/**
 * The story of the sample: who writes, the conversations they have, and the notices, invoices,
 * minutes and newsletters that come between them. Entry type: {@link
 * broadside.examples.story.Story}. What people say is in resource text files; only what follows
 * from rules (who is quoted how, what a gauge reads) is code. Invariant: no clock, locale, time
 * zone or hash order has any influence. For the sample generator only.
 */
@NullMarked
package broadside.examples.story;

import org.jspecify.annotations.NullMarked;
