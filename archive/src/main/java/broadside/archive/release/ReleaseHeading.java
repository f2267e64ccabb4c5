package broadside.archive.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a release before its mails.
 *
 * @param publication the publication's identity
 * @param policy the version of the policy in force
 * @param number from 1
 * @param previous SHA-256 of the previous release's statement, or null for release 1
 * @param title one line, or ""
 * @param first number of its first message
 * @param about SHA-256 of {@code public/about}
 * @param time when it is made, in whole seconds
 */
public record ReleaseHeading(
    String publication,
    int policy,
    int number,
    @Nullable String previous,
    String title,
    long first,
    String about,
    Instant time) {}
