package broadside.intake.thread;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.ThreadAlias;
import broadside.archive.release.ThreadAliases;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.NewMail;
import broadside.intake.ledger.NewMail.FilePlace;
import broadside.intake.ledger.SignatureFacts;
import broadside.intake.ledger.Source;
import broadside.intake.ledger.ThreadFacts;
import broadside.intake.segment.SegmentPlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadJoinerTest {
  private static final Instant START = Instant.parse("2015-04-12T13:00:00Z");

  @TempDir Path directory;
  private int ledgers;

  /** A mail as threads see it; names stand for keys. */
  private record Letter(
      int number,
      @Nullable String id,
      List<String> references,
      @Nullable String subject,
      boolean reply,
      @Nullable Integer day,
      List<String> people) {

    @Nullable Instant date() {
      return day == null ? null : START.plus(Duration.ofDays(day));
    }

    long key() {
      return ThreadJoinerTest.key(
          !references.isEmpty() ? references.getFirst() : id != null ? id : "hash " + number);
    }
  }

  private static Letter letter(int number, String id, String... references) {
    return new Letter(number, id, List.of(references), null, false, 0, List.of());
  }

  private static Letter note(int number, int day, String subject, boolean reply, String... people) {
    return new Letter(number, "id" + number, List.of(), subject, reply, day, List.of(people));
  }

  @Test
  void joinsAReplyWithWhatItNames() throws IOException {
    assertThat(threads(letter(1, "a"), letter(2, "b", "a"), letter(3, "c")))
        .containsExactlyInAnyOrder(Set.of(1, 2), Set.of(3));
  }

  @Test
  void joinsThroughAMailThatComesLater() throws IOException {
    Letter first = letter(1, "a");
    Letter middle = letter(2, "b", "a");
    Letter last = letter(3, "c", "b");
    assertThat(threads(List.of(List.of(first, last))))
        .containsExactlyInAnyOrder(Set.of(1), Set.of(3));
    assertThat(threads(List.of(List.of(first, last), List.of(middle))))
        .containsExactly(Set.of(1, 2, 3));
    assertThat(threads(List.of(List.of(last), List.of(middle), List.of(first))))
        .containsExactly(Set.of(1, 2, 3));
  }

  @Test
  void joinsMailsThatNameTheSameMissingMail() throws IOException {
    assertThat(threads(letter(1, "a", "z", "lost"), letter(2, "b", "y", "lost")))
        .containsExactly(Set.of(1, 2));
  }

  @Test
  void joinsVariantsWithTheSameMessageId() throws IOException {
    assertThat(threads(letter(1, "a", "x"), letter(2, "a", "y"))).containsExactly(Set.of(1, 2));
  }

  @Test
  void joinsByTheLongWayRound() throws IOException {
    // b is known only as a reference when c, whose own key it is, comes
    assertThat(threads(List.of(List.of(letter(1, "a", "r", "b")), List.of(letter(2, "c", "b")))))
        .containsExactly(Set.of(1, 2));
  }

  @Test
  void joinsByTheSubjectOfAReplyBetweenTheSamePeople() throws IOException {
    assertThat(
            threads(
                note(1, 0, "berth", false, "ann", "bob"),
                note(2, 3, "berth", true, "bob", "ann"),
                note(3, 4, "berth", true, "eve", "dan"),
                note(4, 33, "berth", true, "ann", "cid"),
                note(5, 64, "berth", true, "ann", "cid"),
                note(6, 1, "crane", true, "ann", "bob")))
        .containsExactlyInAnyOrder(Set.of(1, 2, 4), Set.of(3), Set.of(5), Set.of(6));
  }

  @Test
  void doesNotJoinBySubjectWithoutAReply() throws IOException {
    assertThat(
            threads(
                note(1, 0, "daily report", false, "ann", "bob"),
                note(2, 1, "daily report", false, "ann", "bob")))
        .containsExactlyInAnyOrder(Set.of(1), Set.of(2));
  }

  @Test
  void doesNotJoinBySubjectWhatNamesAnother() throws IOException {
    Letter naming = new Letter(2, "b", List.of("x"), "berth", true, 1, List.of());
    assertThat(threads(note(1, 0, "berth", false, "ann", "bob"), naming))
        .containsExactlyInAnyOrder(Set.of(1), Set.of(2));
  }

  @Test
  void marksWhatOnlyASubjectJoins() throws IOException {
    Letter first = note(1, 0, "berth", false, "ann", "bob");
    Letter second = note(2, 1, "berth", true, "ann", "bob");
    Letter third = letter(3, "c", "id2");
    ThreadAliases aliases = aliases(List.of(List.of(first, second, third)));
    assertThat(aliases.thread(first.key())).isEqualTo(aliases.thread(third.key()));
    assertThat(aliases.areJoinedByReferences(first.key(), third.key())).isFalse();
    assertThat(aliases.areJoinedByReferences(second.key(), third.key())).isTrue();
  }

  /** A reference that comes later is said too: then it is no guess any more. */
  @Test
  void saysSoWhenAReferenceConfirmsASubject() throws IOException {
    Letter first = note(1, 0, "berth", false, "ann", "bob");
    Letter second = note(2, 1, "berth", true, "ann", "bob");
    Letter bridge = letter(3, "c", "id1", "id2");
    ThreadAliases aliases = aliases(List.of(List.of(first, second), List.of(bridge)));
    assertThat(aliases.areJoinedByReferences(first.key(), second.key())).isTrue();
  }

  @Test
  @Tag("slow")
  void findsTheSameThreadsHoweverTheyCome() throws IOException {
    sameThreads(5, 5);
  }

  @Test
  @Tag("slow")
  void findsTheSameThreadsInTwentyOrdersCutTwentyWays() throws IOException {
    sameThreads(20, 20);
  }

  private void sameThreads(int orders, int cuts) throws IOException {
    List<Letter> letters = archive(new Random(7), 70);
    Set<Set<Integer>> expected = defined(letters);
    assertThat(expected).hasSizeBetween(12, 60);
    Random random = new Random(11);
    for (int order = 0; order < orders; order++) {
      List<Letter> shuffled = new ArrayList<>(letters);
      Collections.shuffle(shuffled, random);
      for (int cut = 0; cut < cuts; cut++) {
        assertThat(threads(cut(shuffled, random))).isEqualTo(expected);
      }
    }
  }

  /** Letters with every kind of link, some of them to letters that do not exist. */
  private static List<Letter> archive(Random random, int count) {
    String[] subjects = {"berth", "crane", "tide", "invoice"};
    String[] people = {"ann", "bob", "cid", "dan", "eve"};
    List<Letter> letters = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      List<String> references = new ArrayList<>();
      for (int r = random.nextInt(5) - 2; r > 0; r--) {
        references.add("id" + (random.nextInt(count * 2) + 1));
      }
      boolean named = !references.isEmpty();
      String subject = random.nextInt(4) == 0 ? null : subjects[random.nextInt(subjects.length)];
      Set<String> who = new TreeSet<>();
      for (int p = 0; p < 2; p++) {
        who.add(people[random.nextInt(people.length)]);
      }
      letters.add(
          new Letter(
              n,
              random.nextInt(12) == 0 ? null : "id" + n,
              references,
              subject,
              random.nextBoolean(),
              random.nextInt(10) == 0 ? null : random.nextInt(1_200),
              named ? List.of() : List.copyOf(who)));
    }
    return letters;
  }

  private static List<List<Letter>> cut(List<Letter> letters, Random random) {
    List<List<Letter>> parts = new ArrayList<>();
    for (int from = 0; from < letters.size(); ) {
      int to = Math.min(letters.size(), from + 1 + random.nextInt(letters.size()));
      parts.add(letters.subList(from, to));
      from = to;
    }
    return parts;
  }

  /** The definition: the closure of what holds between two letters, looked at pair by pair. */
  private static Set<Set<Integer>> defined(List<Letter> letters) {
    Map<Integer, Set<Integer>> sets = new HashMap<>();
    letters.forEach(l -> sets.put(l.number(), new HashSet<>(Set.of(l.number()))));
    for (Letter a : letters) {
      for (Letter b : letters) {
        if (!sets.get(a.number()).contains(b.number()) && belongTogether(a, b)) {
          Set<Integer> joined = sets.get(a.number());
          joined.addAll(sets.get(b.number()));
          joined.forEach(n -> sets.put(n, joined));
        }
      }
    }
    return new HashSet<>(sets.values());
  }

  private static boolean belongTogether(Letter a, Letter b) {
    if (!Collections.disjoint(names(a), names(b))) {
      return true;
    }
    return a.references().isEmpty()
        && b.references().isEmpty()
        && a.subject() != null
        && a.subject().equals(b.subject())
        && (a.reply() || b.reply())
        && a.date() != null
        && b.date() != null
        && Duration.between(a.date(), b.date()).abs().toDays() <= 30
        && !Collections.disjoint(a.people(), b.people());
  }

  private static Set<String> names(Letter letter) {
    Set<String> names = new HashSet<>(letter.references());
    if (letter.id() != null) {
      names.add(letter.id());
    }
    return names;
  }

  private Set<Set<Integer>> threads(Letter... letters) throws IOException {
    return threads(List.of(List.of(letters)));
  }

  /** The threads that a reader sees who has the releases with these letters. */
  private Set<Set<Integer>> threads(List<List<Letter>> releases) throws IOException {
    ThreadAliases aliases = aliases(releases);
    Map<Long, Set<Integer>> threads = new HashMap<>();
    for (List<Letter> release : releases) {
      for (Letter letter : release) {
        threads
            .computeIfAbsent(aliases.thread(letter.key()), k -> new HashSet<>())
            .add(letter.number());
      }
    }
    return new HashSet<>(threads.values());
  }

  private ThreadAliases aliases(List<List<Letter>> releases) throws IOException {
    ThreadAliases.Builder aliases = ThreadAliases.NONE.toBuilder();
    Path file = directory.resolve(++ledgers + ".db");
    try (Ledger ledger = Ledger.open(file)) {
      Source source = ledger.sources().open(new byte[] {1}, "letters", START);
      long place = ledger.sources().file(source, "letters", "mboxrd");
      long first = 1;
      for (int number = 1; number <= releases.size(); number++) {
        for (Letter letter : releases.get(number - 1)) {
          ledger.additions().add(mail(letter, place));
        }
        long count = ledger.mails().assignNumbers(number, first, Long.MAX_VALUE);
        assertThat(count).isEqualTo(releases.get(number - 1).size());
        List<ThreadAlias> joined = new ArrayList<>();
        long pairs = ThreadJoiner.join(ledger, number, first, first + count - 1);
        ThreadJoiner.forEachAlias(ledger, number, joined::add);
        assertThat(joined).hasSize((int) pairs);
        joined.forEach(aliases::add);
        first += count;
      }
    }
    Files.delete(file);
    return aliases.build();
  }

  private static NewMail mail(Letter letter, long file) {
    byte[] hash = new byte[32];
    ByteBuffer.wrap(hash).putInt(letter.number());
    return new NewMail(
        hash,
        Arrays.copyOf(hash, NewMail.CONTENT_BYTES),
        new byte[32],
        letter.date(),
        0,
        new SegmentPlace(1, letter.number() * 100L, 50, 100, 0),
        new FilePlace(file, letter.number() * 100L, 100),
        new ThreadFacts(
            letter.key(),
            letter.id() == null ? null : (Long) key(letter.id()),
            keys(letter.references().stream().filter(r -> !r.equals(letter.id())).toList()),
            letter.subject() == null ? null : (Long) key("subject " + letter.subject()),
            letter.reply(),
            keys(letter.people())),
        new long[0],
        SignatureFacts.UNSIGNED,
        List.of(),
        List.of());
  }

  private static long[] keys(List<String> names) {
    return names.stream().mapToLong(ThreadJoinerTest::key).toArray();
  }

  /** Spread over all bits, as an HMAC's are. */
  private static long key(String name) {
    long key = name.hashCode() * 0x9e37_79b9_7f4a_7c15L;
    return (key ^ key >>> 29) * 0xbf58_476d_1ce4_e5b9L;
  }
}
