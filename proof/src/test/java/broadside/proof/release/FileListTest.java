package broadside.proof.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileListTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final FileList LIST =
      new FileList(
          List.of(
              new FileList.Entry("index/_0.cfs", 12, A),
              new FileList.Entry("mail-2.zip", 0, A),
              new FileList.Entry("mail.zip", 999, B)));

  @Test
  void printsSizesAsComments() {
    assertThat(LIST.print())
        .isEqualTo(
            """
            # 12 index/_0.cfs
            %s  index/_0.cfs
            # 0 mail-2.zip
            %s  mail-2.zip
            # 999 mail.zip
            %s  mail.zip
            """
                .formatted(A, A, B));
  }

  @Test
  void parsesWhatItPrints() throws FormatException {
    assertThat(FileList.parse(LIST.encode())).isEqualTo(LIST);
    FileList empty = new FileList(List.of());
    assertThat(FileList.parse(empty.encode())).isEqualTo(empty);
  }

  @Test
  void refusesEveryOtherEncoding() {
    String text = LIST.print();
    for (int i = 0; i <= text.length(); i++) {
      for (String c : new String[] {"", " ", "0", "a", "/", "\n", "#", "Z", "\r", "é"}) {
        String inserted = text.substring(0, i) + c + text.substring(i);
        try {
          assertThat(FileList.parse(inserted.getBytes(StandardCharsets.UTF_8)).print())
              .isEqualTo(inserted);
        } catch (FormatException refused) {
          assertThat(refused.getMessage()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void refusesFilesOutOfOrderTwiceOrCutOff() {
    String one = "# 1 b\n" + A + "  b\n";
    String two = "# 1 a\n" + A + "  a\n";
    refuses(one + two);
    refuses(one + one);
    refuses(one.substring(0, one.length() - 1));
    refuses("# 1 b\n");
    refuses("\n");
    refuses("# 1 b\n" + A + "  c\n");
  }

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> FileList.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../x",
        "/etc/passwd",
        "Mail.zip",
        "a b",
        "index",
        "index/",
        "index/..",
        "index/.x",
        "index/a/b",
        "a/b",
        "a\n",
        "ä",
        "SHA256SUMS",
        "index\\a"
      })
  void refusesNamesThatLeaveTheReleaseOrLookLikeOthers(String name) {
    if (!name.equals("index")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new FileList.Entry(name, 1, A));
    }
  }

  @Test
  void findsByName() {
    assertThat(LIST.find("mail.zip").bytes()).isEqualTo(999);
    assertThat(LIST.find("mail")).isNull();
  }
}
