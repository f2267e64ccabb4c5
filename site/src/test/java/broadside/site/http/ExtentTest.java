package broadside.site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExtentTest {
  @Test
  void readsOneRange() {
    assertThat(Extent.of("bytes=0-0", 10)).isEqualTo(new Extent.Part(0, 0));
    assertThat(Extent.of("bytes=3-", 10)).isEqualTo(new Extent.Part(3, 9));
    assertThat(Extent.of("Bytes= 3-5 ", 10)).isEqualTo(new Extent.Part(3, 5));
    assertThat(Extent.of("bytes=3-99", 10)).isEqualTo(new Extent.Part(3, 9));
    assertThat(Extent.of("bytes=3-99999999999999999999", 10)).isEqualTo(new Extent.Part(3, 9));
    assertThat(Extent.of("bytes=-4", 10)).isEqualTo(new Extent.Part(6, 9));
    assertThat(Extent.of("bytes=-99", 10)).isEqualTo(new Extent.Part(0, 9));
    assertThat(new Extent.Part(3, 5).length()).isEqualTo(3);
  }

  @Test
  void knowsWhatLiesBeyondTheFile() {
    for (String header :
        new String[] {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"}) {
      assertThat(Extent.of(header, 10)).as(header).isEqualTo(new Extent.Beyond());
    }
    assertThat(Extent.of("bytes=0-", 0)).isEqualTo(new Extent.Beyond());
    assertThat(Extent.of("bytes=-1", 0)).isEqualTo(new Extent.Beyond());
  }

  @Test
  void passesOverWhatIsNotOneRangeOfBytes() {
    for (String header :
        new String[] {
          "",
          "bytes",
          "bytes=",
          "bytes=-",
          "bytes=5-3",
          "bytes=a-b",
          "bytes=1",
          "bytes=+1-2",
          "bytes=1-2-3",
          "bytes=--1",
          "bytes=0-1,3-4",
          "lines=0-1",
          "bytes =0-1",
          "bytes=1 - 2"
        }) {
      assertThat(Extent.of(header, 10)).as(header).isEqualTo(new Extent.Whole());
    }
    assertThat(Extent.of(null, 10)).isEqualTo(new Extent.Whole());
  }

  @Test
  void givesEveryPartOfEverySize() {
    for (long size = 1; size < 20; size++) {
      for (long first = 0; first < size; first++) {
        for (long last = first; last < size; last++) {
          assertThat(Extent.of("bytes=" + first + "-" + last, size))
              .isEqualTo(new Extent.Part(first, last));
        }
      }
    }
  }
}
