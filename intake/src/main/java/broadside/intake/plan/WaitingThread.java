package broadside.intake.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A thread among the mails that wait, or one mail where threads are torn.
 *
 * @param root the place of its oldest mail among all that wait, from 0
 * @param mails of it that wait, withheld ones among them
 * @param bytes of those that would be published
 * @param date of its oldest mail
 */
record WaitingThread(int root, long mails, long bytes, @Nullable Instant date) {}
