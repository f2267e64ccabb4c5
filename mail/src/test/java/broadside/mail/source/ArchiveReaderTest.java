package broadside.mail.source;

import static broadside.mail.source.Packing.bytes;
import static broadside.mail.source.Packing.gzip;
import static broadside.mail.source.Packing.join;
import static broadside.mail.source.Packing.tar;
import static broadside.mail.source.Packing.zip;
import static broadside.mail.source.Packing.zstd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderTest {
  private static final String MAIL = "From: ada@example.org\nSubject: Harbour\n\nHello.\n";
  private static final String BOX = "From ada@example.org Thu Apr  2 10:00:00 2015\n" + MAIL + "\n";
  private static final int TAR_BLOCK = 512;

  @TempDir Path root;

  private Events read(byte[] file) throws IOException {
    return read(file, SourceOptions.DEFAULT);
  }

  private Events read(byte[] file, SourceOptions options) throws IOException {
    Files.write(root.resolve("in"), file);
    return Events.of(root.resolve("in"), options);
  }

  private static SourceOptions limits(long entries, int ratio, int nesting) {
    ArchiveLimits limits = new ArchiveLimits(entries, ratio, nesting);
    return new SourceOptions(null, SourceOptions.DEFAULT.mail(), limits);
  }

  private static Map<String, byte[]> members() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("mail/", new byte[0]);
    members.put("mail/1.eml", bytes(MAIL));
    members.put("mail/box", bytes(BOX + BOX));
    members.put("mail/picture.png", bytes("\u0089PNG\r\n\u001a\n"));
    members.put("mail/empty", new byte[0]);
    return members;
  }

  private static void assertMembers(Events events) {
    assertThat(events.places)
        .containsExactly(
            "in!mail/1.eml", "in!mail/box", "in!mail/box", "in!mail/picture.png", "in!mail/empty");
    assertThat(events.texts()).containsExactly(MAIL, MAIL, MAIL);
    assertThat(events.reasons()).containsExactly(Refusal.NOT_MAIL, Refusal.EMPTY);
  }

  /** A box of {@code mails} mails that hardly compress. */
  private static byte[] box(int mails) {
    Random random = new Random(7);
    StringBuilder box = new StringBuilder();
    for (int i = 0; i < mails; i++) {
      box.append("From ada@example.org Thu Apr  2 10:00:00 2015\nSubject: ").append(i);
      box.append("\n\n");
      for (int line = 0; line < 40; line++) {
        random.ints(70, 'a', 'z' + 1).forEach(c -> box.append((char) c));
        box.append('\n');
      }
      box.append('\n');
    }
    return bytes(box.toString());
  }

  @Test
  void readsCompressedMail() throws IOException {
    for (byte[] packed : new byte[][] {gzip(bytes(BOX + BOX)), zstd(bytes(BOX + BOX))}) {
      Events events = read(packed);
      assertThat(events.texts()).containsExactly(MAIL, MAIL);
      assertThat(events.mails.getLast().place())
          .isEqualTo(new Place("in", 2L * BOX.length() - MAIL.length() - 1, MAIL.length()));
      assertThat(events.files).containsOnly(Map.entry("in", SourceFormat.MBOXO));
    }
    assertThat(read(gzip(bytes(MAIL))).files).containsEntry("in", SourceFormat.EML);
  }

  @Test
  void readsAllMembersOfJoinedGzip() throws IOException {
    String half = BOX.substring(0, 60);
    assertThat(read(join(gzip(bytes(half)), gzip(bytes(BOX.substring(60) + BOX)))).mails)
        .hasSize(2);
    assertThat(read(join(zstd(bytes(half)), zstd(bytes(BOX.substring(60) + BOX)))).mails)
        .hasSize(2);
  }

  @Test
  void readsZipAndTarAndCompressedTar() throws IOException {
    assertMembers(read(zip(members())));
    assertMembers(read(tar(members())));
    assertMembers(read(gzip(tar(members()))));
    assertMembers(read(zstd(tar(members()))));
  }

  @Test
  void readsArchivesWithinArchivesUpToTheLimit() throws IOException {
    byte[] inner = zip(Map.of("1.eml", bytes(MAIL)));
    byte[] middle = gzip(tar(Map.of("inner.zip", inner)));
    byte[] outer = zip(Map.of("middle.tgz", middle));
    Events events = read(outer);
    assertThat(events.places).containsExactly("in!middle.tgz!inner.zip!1.eml");
    assertThat(events.mails).hasSize(1);
    Events deeper = read(zip(Map.of("outer.zip", outer)));
    assertThat(deeper.mails).isEmpty();
    assertThat(deeper.reasons()).containsExactly(Refusal.LIMIT);
    assertThat(read(outer, limits(100, 200, 2)).reasons()).containsExactly(Refusal.LIMIT);
  }

  @Test
  void spoolsToItsDirectoryAndLeavesNothingThere() throws IOException {
    Path spool = Files.createDirectory(root.resolve("spool"));
    Files.write(root.resolve("in"), tar(Map.of("inner.zip", zip(Map.of("1.eml", bytes(MAIL))))));
    SourceOptions options = SourceOptions.DEFAULT.spoolingTo(spool);
    assertThat(Events.of(root.resolve("in"), options).mails).hasSize(1);
    assertThat(spool).isEmptyDirectory();
    Files.delete(spool);
    assertThatThrownBy(() -> MailSource.open(root.resolve("in"), options).read(new Events()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void keepsDoubledNamesApart() throws IOException {
    byte[] archive = tar(Map.of("1.eml", bytes(MAIL)));
    byte[] member = Arrays.copyOf(archive, 2 * TAR_BLOCK);
    Events events = read(join(member, archive));
    assertThat(events.places).containsExactly("in!1.eml", "in!1.eml#2");
  }

  @Test
  void deliversMailsBeforeTruncation() throws IOException {
    byte[] box = box(100);
    for (byte[] whole : new byte[][] {gzip(box), zstd(box)}) {
      Events events = read(Arrays.copyOf(whole, whole.length * 6 / 10));
      assertThat(events.mails.size()).isBetween(20, 80);
      assertThat(events.reasons()).containsExactly(Refusal.TRUNCATED);
      assertThat(events.refused.getFirst().detail()).contains("after byte ");
      assertThat(events.refused.getFirst().place().offset())
          .isGreaterThan(events.mails.getLast().place().offset());
    }
  }

  @Test
  @Tag("slow")
  void countsAgreeWhereverAnArchiveBreaks() throws IOException {
    breakArchives(4, 42);
  }

  @Test
  @Tag("slow")
  void countsAgreeWhereverManyArchivesBreak() throws IOException {
    breakArchives(40, 1);
  }

  @Test
  @Tag("acceptance")
  void countsAgreeWhereverVeryManyArchivesBreak() throws IOException {
    for (long seed = 2; seed <= 9; seed++) {
      breakArchives(40, seed);
    }
  }

  private void breakArchives(int rounds, long seed) throws IOException {
    byte[] box = box(60);
    byte[] plain = bytes(MAIL);
    Map<String, byte[]> members = new LinkedHashMap<>(members());
    members.put("later/box", box);
    members.put("later/2.eml", plain);
    members.put("later/inner.tar", tar(members()));
    members.put("later/inner.zip", zip(members()));
    byte[][] archives = {
      gzip(box), zstd(box), tar(members), gzip(tar(members)), zstd(tar(members)), zip(members)
    };
    Random random = new Random(seed);
    for (byte[] archive : archives) {
      for (int round = 0; round < rounds; round++) {
        // Events.of holds every reading against the counter.
        assertThat(read(Arrays.copyOf(archive, random.nextInt(archive.length))).count())
            .isPositive();
        byte[] damaged = archive.clone();
        damaged[random.nextInt(archive.length)] ^= (byte) (1 << random.nextInt(8));
        assertThat(read(damaged).count()).isPositive();
      }
    }
  }

  @Test
  void refusesDamagedMemberOfZipOnly() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("1.eml", bytes(MAIL + "x".repeat(500)));
    members.put("2.eml", bytes(MAIL));
    byte[] archive = zip(members);
    archive[60] ^= 1;
    Events events = read(archive);
    assertThat(events.texts()).containsExactly(MAIL);
    assertThat(events.reasons()).containsExactly(Refusal.CORRUPT);
  }

  @Test
  void saysThatAZipWithoutItsEndIsCutShort() throws IOException {
    byte[] archive = zip(Map.of("1.eml", bytes(MAIL), "2.eml", bytes(MAIL + "x")));
    Events events = read(Arrays.copyOf(archive, archive.length / 2));
    assertThat(events.reasons()).containsExactly(Refusal.CORRUPT);
    assertThat(events.refused.getFirst().detail())
        .startsWith("the list of its members, at its end, cannot be read: it is cut short");
  }

  @Test
  @Tag("slow")
  void stopsGzipBomb() throws IOException {
    byte[] bomb = gzip(new byte[64 << 20]);
    assertThat(read(bomb).reasons()).containsExactly(Refusal.LIMIT);
    byte[] mail = gzip(bytes(MAIL + "x".repeat(50 << 20)));
    assertThat(read(mail).reasons()).containsExactly(Refusal.LIMIT);
    byte[] box = gzip(bytes(BOX + BOX + BOX + "x".repeat(50 << 20)));
    Events events = read(box);
    assertThat(events.mails).hasSize(2);
    assertThat(events.reasons()).containsExactly(Refusal.LIMIT);
    assertThat(read(zstd(new byte[64 << 20])).reasons()).containsExactly(Refusal.LIMIT);
  }

  @Test
  void stopsZipBombAndReadsItsOtherMembers() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("1.eml", bytes(MAIL));
    members.put("bomb", new byte[64 << 20]);
    members.put("2.eml", bytes(MAIL));
    Events events = read(zip(members));
    assertThat(events.mails).hasSize(2);
    assertThat(events.reasons()).containsExactly(Refusal.LIMIT);
  }

  @Test
  void refusesZipWhoseMembersOverlap() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      members.put(i + ".eml", i == 0 ? box(20) : bytes(MAIL));
    }
    byte[] archive = zip(members);
    ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    int first = -1;
    for (int at = bytes.getInt(archive.length - 6); bytes.getInt(at) == 0x02014b50; ) {
      if (first < 0) {
        first = at;
      } else { // this entry becomes the first one under another name
        System.arraycopy(archive, first + 16, archive, at + 16, 12);
        bytes.putInt(at + 42, bytes.getInt(first + 42));
      }
      at += 46 + bytes.getShort(at + 28) + bytes.getShort(at + 30) + bytes.getShort(at + 32);
    }
    Events events = read(archive);
    assertThat(events.mails).isEmpty();
    assertThat(events.reasons()).containsExactly(Refusal.LIMIT);
    assertThat(events.refused.getFirst().detail()).contains("overlap");
  }

  @Test
  void refusesNamesThatLeadOut() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("../../evil.eml", bytes(MAIL));
    members.put("a/..\\..\\evil.eml", bytes(MAIL));
    members.put("a..b/ok.eml", bytes(MAIL));
    for (byte[] archive : new byte[][] {zip(members), tar(members)}) {
      Events events = read(archive);
      assertThat(events.reasons()).containsExactly(Refusal.LIMIT, Refusal.LIMIT);
      assertThat(events.mails).hasSize(1);
    }
  }

  @Test
  void stopsAfterTooManyMembers() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      members.put(i + ".eml", bytes(MAIL));
    }
    for (byte[] archive : new byte[][] {zip(members), tar(members)}) {
      Events events = read(archive, limits(10, 200, 3));
      assertThat(events.mails).hasSize(10);
      assertThat(events.reasons()).containsExactly(Refusal.LIMIT);
    }
  }

  @Test
  void refusesLinksInTar() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(archive)) {
      for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
        TarArchiveEntry entry = new TarArchiveEntry("link" + type, type);
        entry.setLinkName("/etc/passwd");
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
      }
    }
    assertThat(read(archive.toByteArray()).reasons())
        .containsExactly(Refusal.NOT_MAIL, Refusal.NOT_MAIL);
  }

  @Test
  void refusesArchiveWithoutMembers() throws IOException {
    assertThat(read(zip(Map.of())).reasons()).containsExactly(Refusal.EMPTY);
    assertThat(read(tar(Map.of("folder/", new byte[0]))).reasons()).containsExactly(Refusal.EMPTY);
    assertThat(read(gzip(new byte[0])).reasons()).containsExactly(Refusal.EMPTY);
  }

  @Test
  void showsMemberNamesWithoutControlCharacters() throws IOException {
    Events events = read(tar(Map.of("a\nb\u202e.eml", bytes(MAIL))));
    assertThat(events.places).containsExactly("in!a\\u000ab\\u202e.eml");
  }
}
