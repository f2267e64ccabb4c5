package broadside.mail.source;

import static broadside.mail.source.Packing.box;
import static broadside.mail.source.Packing.bytes;
import static broadside.mail.source.Packing.join;
import static broadside.mail.source.Packing.tar;
import static broadside.mail.source.Packing.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where compressed data end; {@link Events} holds every reading against the counter. */
abstract class PackedCase {
  static final String MAIL = "From: ada@example.org\nSubject: Harbour\n\nHello.\n";

  @TempDir Path root;

  /** What it is called to whoever added it. */
  abstract String format();

  abstract byte[] pack(byte[] content) throws IOException;

  /** Beginnings of a magic, and what is nearly one. */
  abstract List<byte[]> nearlyMore() throws IOException;

  final Events read(byte[] file) throws IOException {
    return Events.of(Files.write(root.resolve("in"), file), SourceOptions.DEFAULT);
  }

  @Test
  void takesZerosBehindTheDataAsPadding() throws IOException {
    for (int zeros : new int[] {1, 2, 3, 10, 511, 512, 10_240, 65_535, 65_536, 200_000}) {
      Events events = read(join(pack(box(100)), new byte[zeros]));
      assertThat(events.mails).as("%d zeros", zeros).hasSize(100);
      assertThat(events.refused).isEmpty();
    }
  }

  @Test
  void refusesOtherBytesBehindTheDataAsOne() throws IOException {
    for (byte[] stray : nearlyMore()) {
      assertStray(pack(box(100)), stray);
    }
    assertStray(pack(box(100)), bytes("stray"));
    assertStray(pack(box(100)), bytes("x"));
    assertStray(pack(box(100)), join(new byte[700], bytes("x")));
    assertStray(pack(box(100)), join(bytes("x"), new byte[100_000]));
    // As gzip(1): what follows zeros is nothing that is packed.
    assertStray(pack(box(100)), join(new byte[512], pack(bytes(MAIL))));
  }

  /** That the 100 mails of {@link Packing#box} are read, and what follows is refused. */
  final void assertStray(byte[] packed, byte[] stray) throws IOException {
    Events events = read(join(packed, stray));
    assertThat(events.mails).hasSize(100);
    assertThat(events.refused)
        .containsExactly(
            new Events.Refused(
                new Place("in", box(100).length, stray.length),
                Refusal.CORRUPT,
                "behind the compressed data, from byte %,d of the file on, lie %,d bytes that are no %s; all that is packed was read"
                    .formatted(packed.length, stray.length, format())));
  }

  @Test
  void refusesStrayBytesOfWhateverIsPacked() throws IOException {
    byte[] stray = bytes("stray");
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("1.eml", bytes(MAIL));
    members.put("inner", join(pack(bytes(MAIL)), stray));
    members.put("2.eml", bytes(MAIL));
    for (byte[] archive : new byte[][] {tar(members), zip(members)}) {
      Events events = read(join(pack(archive), stray));
      assertThat(events.mails).hasSize(3);
      assertThat(events.places)
          .containsExactly("in!1.eml", "in!inner", "in!inner", "in!2.eml", "in");
      assertThat(events.reasons()).containsExactly(Refusal.CORRUPT, Refusal.CORRUPT);
    }
    assertThat(read(join(pack(join(pack(bytes(MAIL)), stray)), stray)).reasons()).hasSize(2);
    assertThat(read(join(pack(new byte[0]), stray)).reasons())
        .containsExactly(Refusal.EMPTY, Refusal.CORRUPT);
    assertThat(read(join(pack(bytes("no mail")), stray)).reasons())
        .containsExactly(Refusal.NOT_MAIL, Refusal.CORRUPT);
  }
}
