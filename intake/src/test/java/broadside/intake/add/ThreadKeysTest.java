package broadside.intake.add;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.ledger.ThreadFacts;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ThreadKeysTest {
  private final ThreadKeys keys = new ThreadKeys(new byte[32]);

  @Test
  void keysAreTheFirstBytesOfAnHmacOfTheId() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    byte[] hash = mac.doFinal("a@harbour.example".getBytes(StandardCharsets.US_ASCII));
    assertThat(facts("Message-ID: <a@harbour.example>").thread())
        .isEqualTo(ByteBuffer.wrap(hash).getLong());
  }

  @Test
  void aThreadIsNamedByTheOldestIdThatAMailKnows() {
    long first = facts("Message-ID: <a@harbour.example>").thread();
    assertThat(facts("Message-ID: <c@h.example>\nReferences: <a@harbour.example> <b@h.example>"))
        .satisfies(facts -> {
          assertThat(facts.thread()).isEqualTo(first);
          assertThat(facts.ids()).hasSize(2).contains(first);
          assertThat(facts.correspondents()).isEmpty();
        });
    assertThat(facts("Message-ID: <c@h.example>\nIn-Reply-To: <a@harbour.example>").thread())
        .isEqualTo(first);
    assertThat(facts("Subject: no id").thread())
        .isNotEqualTo(facts("Subject: no id either").thread());
  }

  @Test
  void subjectsAreEqualBelowTheirReplyPrefixes() {
    ThreadFacts plain = facts("Subject: Berth  4");
    assertThat(plain.reply()).isFalse();
    for (String prefix :
        new String[] {"Re:", "RE: Fwd:", "AW :", "Re[2]:", "SV: VS:", "回复：", "Re (3):"}) {
      ThreadFacts reply = facts("Subject: " + prefix + " berth 4");
      assertThat(reply.reply()).as(prefix).isTrue();
      assertThat(reply.subject()).as(prefix).isEqualTo(plain.subject());
    }
    assertThat(facts("Subject: Reply: berth 4").reply()).isFalse();
    assertThat(facts("Subject: Re:").subject()).isNull();
  }

  @Test
  void correspondentsAreEqualWhateverTheirCase() {
    assertThat(facts("From: Ida <IDA@harbour.example>\nTo: bo@harbour.example").correspondents())
        .containsExactlyInAnyOrder(
            facts("From: bo@harbour.example\nCc: ida@Harbour.example").correspondents());
  }

  @Test
  void listsAreBounded() {
    String ids =
        IntStream.range(0, 500)
            .mapToObj(i -> "<" + i + "@harbour.example>")
            .collect(Collectors.joining("\n "));
    String people =
        IntStream.range(0, 500)
            .mapToObj(i -> i + "@harbour.example")
            .collect(Collectors.joining(",\n "));
    assertThat(facts("References: " + ids).ids()).hasSize(ThreadKeys.IDS);
    assertThat(facts("References: " + ids).thread())
        .isEqualTo(facts("Message-ID: <0@harbour.example>").thread());
    assertThat(facts("To: " + people).correspondents()).hasSize(ThreadKeys.CORRESPONDENTS);
  }

  private ThreadFacts facts(String header) {
    byte[] mail = (header + "\n\nText.\n").getBytes(StandardCharsets.UTF_8);
    return keys.of(new MessageParser(MailLimits.DEFAULT).parse(mail), Arrays.copyOf(mail, 32));
  }
}
