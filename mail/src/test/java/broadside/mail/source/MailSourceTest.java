package broadside.mail.source;

import static broadside.mail.source.Packing.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailSourceTest {
  private static final String MAIL = "From: ada@example.org\nSubject: Harbour\n\nHello.\n";
  private static final String BOX = "From ada@example.org Thu Apr  2 10:00:00 2015\n" + MAIL + "\n";

  @TempDir Path root;

  private void write(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes(content));
  }

  private void refuses(String name, Refusal reason) throws IOException {
    Events events = Events.of(root.resolve(name));
    assertThat(events.mails).isEmpty();
    assertThat(events.reasons()).containsExactly(reason);
  }

  @Test
  void readsOneMailByteForByte() throws IOException {
    String odd = "Subject: a\r\n\r\n\u0000\u00ff no end";
    write("1.eml", odd);
    Events events = Events.of(root.resolve("1.eml"));
    assertThat(events.texts()).containsExactly(odd);
    assertThat(events.mails.getFirst().place()).isEqualTo(new Place("1.eml", 0, odd.length()));
    assertThat(events.files).containsEntry("1.eml", SourceFormat.EML);
  }

  @Test
  void readsFoldersAtAnyDepthInTheOrderOfNameBytes() throws IOException {
    write("b", BOX + BOX);
    write("a/z/1", MAIL);
    write("a/B.eml", MAIL);
    write("a/\u00e9", MAIL);
    write("a/z.eml", MAIL);
    Events events = Events.of(root);
    assertThat(events.places).containsExactly("a/B.eml", "a/z/1", "a/z.eml", "a/\u00e9", "b", "b");
    assertThat(Events.of(root).places).isEqualTo(events.places);
  }

  @Test
  void readsNestedMaildirButNotItsTmp() throws IOException {
    for (String folder : new String[] {"", ".Sent/", ".Sent.2015/", "sub/deep/"}) {
      write(folder + "cur/1427.M1.host:2,S", MAIL);
      write(folder + "new/1428.M2.host", MAIL);
      write(folder + "tmp/1429.M3.host", MAIL);
    }
    write("dovecot-uidlist", "3 V1427 N3 G1\n1 :1427.M1.host\n");
    write("maildirfolder", "");
    Events events = Events.of(root);
    assertThat(events.mails).hasSize(8);
    assertThat(events.refused)
        .filteredOn(r -> r.place().file().contains("tmp/"))
        .hasSize(4)
        .allMatch(r -> r.reason() == Refusal.NOT_MAIL && r.detail().contains("not finished"));
    assertThat(events.refused).hasSize(6);
  }

  @Test
  void readsFolderCalledTmpThatIsNoMaildirs() throws IOException {
    write("tmp/1.eml", MAIL);
    assertThat(Events.of(root).mails).hasSize(1);
  }

  @Test
  void takesMailOutOfEmlx() throws IOException {
    String plist = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"></plist>\n";
    write("1.emlx", MAIL.length() + "      \n" + MAIL + plist);
    Events events = Events.of(root.resolve("1.emlx"));
    assertThat(events.texts()).containsExactly(MAIL);
    assertThat(events.files).containsEntry("1.emlx", SourceFormat.EMLX);
  }

  @Test
  void refusesEmlxThatIsShorterThanItSays() throws IOException {
    write("1.emlx", "500\n" + MAIL);
    refuses("1.emlx", Refusal.TRUNCATED);
  }

  @Test
  void goesByContentNotByName() throws IOException {
    write("really-a-mail.zip", MAIL);
    write("really-a-box.eml", BOX + BOX);
    write("text.mbox", "From the very start this was a letter.\n\nYours\n");
    Events events = Events.of(root);
    assertThat(events.mails).hasSize(3);
    assertThat(events.refused.getFirst().place().file()).isEqualTo("text.mbox");
  }

  @Test
  void refusesBinaryCalledMbox() throws IOException {
    byte[] noise = new byte[3_000_000];
    new Random(1).nextBytes(noise);
    Files.write(root.resolve("x.mbox"), noise);
    refuses("x.mbox", Refusal.NOT_MAIL);
  }

  @Test
  void refusesWhatIsNoMail() throws IOException {
    write("empty", "");
    refuses("empty", Refusal.EMPTY);
    write("notes.txt", "Minutes of the meeting\nDate: 1 May\nTo: all\n\nWe met.\n");
    refuses("notes.txt", Refusal.NOT_MAIL);
    write("settings", "colour: blue\nsize: 3\n");
    refuses("settings", Refusal.NOT_MAIL);
    write(".DS_Store", "\u0000\u0000\u0000\u0001Bud1");
    refuses(".DS_Store", Refusal.NOT_MAIL);
    write("x.7z", "7z\u00bc\u00af'\u001c");
    refuses("x.7z", Refusal.UNSUPPORTED);
  }

  @Test
  void saysWhatToDoWithTextOfAnotherForm() throws IOException {
    write(
        "eudora",
        ("From ???@??? Mon Jan 04 10:11:12 1999\n" + MAIL).replaceAll("\r?\n", "\r").repeat(9));
    assertThat(Events.of(root.resolve("eudora")).refused)
        .singleElement()
        .satisfies(refused -> {
          assertThat(refused.reason()).isEqualTo(Refusal.UNSUPPORTED);
          assertThat(refused.detail()).contains("CR alone").contains("convert them to LF");
        });
    Files.write(root.resolve("utf16.eml"), MAIL.getBytes(StandardCharsets.UTF_16));
    refuses("utf16.eml", Refusal.UNSUPPORTED);
    write("picture", "\u0089PNG\r\u0000IHDR\r");
    refuses("picture", Refusal.NOT_MAIL);
  }

  @Test
  void acceptsMailWithSomeBrokenHeaderLines() throws IOException {
    write("1.eml", "From: ada@example.org\nnonsense here\nTo: b@example.org\nDate: x\n\nHello\n");
    assertThat(Events.of(root).mails).hasSize(1);
  }

  @Test
  void refusesOutlookFilesAsNotReadYet() throws IOException {
    write("a.pst", "!BDN" + "\u0000".repeat(600));
    refuses("a.pst", Refusal.UNSUPPORTED);
    byte[] item = new byte[2048];
    System.arraycopy(bytes("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"), 0, item, 0, 8);
    item[30] = 9; // sectors of 512 bytes
    item[48] = 1; // the directory is in sector 1, at 1024
    byte[] itemClass = bytes("\u000b\r\u0002\u0000\u0000\u0000\u0000\u0000\u00c0");
    System.arraycopy(itemClass, 0, item, 1024 + 80, itemClass.length);
    item[1024 + 80 + 15] = 0x46;
    Files.write(root.resolve("a.msg"), item);
    refuses("a.msg", Refusal.UNSUPPORTED);
    item[1024 + 80] = 0; // some other compound file, a text document for example
    Files.write(root.resolve("a.msg"), item);
    refuses("a.msg", Refusal.NOT_MAIL);
  }

  @Test
  void doesNotFollowLinks() throws IOException {
    write("in/1.eml", MAIL);
    Files.createSymbolicLink(root.resolve("in/loop"), root.resolve("in"));
    Files.createSymbolicLink(root.resolve("in/same"), Path.of("1.eml"));
    Files.createSymbolicLink(root.resolve("in/gone"), Path.of("nowhere"));
    Events events = Events.of(root.resolve("in"));
    assertThat(events.mails).hasSize(1);
    assertThat(events.reasons()).hasSize(3).containsOnly(Refusal.NOT_MAIL);
  }

  @Test
  void followsSourceThatIsItselfLink() throws IOException {
    write("in/1.eml", MAIL);
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("in"));
    assertThat(Events.of(link).places).containsExactly("1.eml");
  }

  @Test
  void failsForMissingSource() {
    Path missing = root.resolve("missing");
    assertThatThrownBy(() -> Events.of(missing))
        .isInstanceOf(IOException.class)
        .hasMessage("no such file: " + missing);
    assertThatThrownBy(() -> SourceCounter.count(missing, SourceOptions.DEFAULT))
        .hasMessage("no such file: " + missing);
  }

  @Test
  void showsNamesWithoutControlCharacters() throws IOException {
    write("a\n\u202eb.eml", MAIL);
    assertThat(Events.of(root).places).containsExactly("a\\u000a\\u202eb.eml");
  }

  @Test
  void findsNothingInAnEmptyFolder() throws IOException {
    assertThat(Events.of(root).count()).isZero();
  }

  @Test
  void passesOnWhatTheVisitorThrows() throws IOException {
    write("1.eml", MAIL);
    SourceVisitor full =
        new SourceVisitor() {
          @Override
          public void file(String file, SourceFormat format) {}

          @Override
          public void mail(Place place, byte[] bytes) throws IOException {
            throw new IOException("no space left");
          }

          @Override
          public void refused(Place place, Refusal reason, String detail) {}

          @Override
          public void repaired(Place place, String what) {}
        };
    assertThatThrownBy(() -> MailSource.open(root, SourceOptions.DEFAULT).read(full))
        .hasMessage("no space left");
  }
}
