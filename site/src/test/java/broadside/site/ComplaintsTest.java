package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  @Test
  void saysEachSentenceOnceAMinute() {
    AtomicLong now = new AtomicLong();
    Complaints complaints = new Complaints(now::get);
    assertThat(complaints.isNew("mail 1 is damaged")).isTrue();
    assertThat(complaints.isNew("mail 1 is damaged")).isFalse();
    assertThat(complaints.isNew("mail 2 is damaged")).isTrue();
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(complaints.isNew("mail 1 is damaged")).isFalse();
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(complaints.isNew("mail 1 is damaged")).isTrue();
  }
}
