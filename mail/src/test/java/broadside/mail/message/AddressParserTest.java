package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressParserTest {

  private static List<Address> parse(String text) {
    return AddressParser.parse("To", text, 5_000, new Defects());
  }

  private static String show(List<Address> addresses) {
    StringBuilder shown = new StringBuilder();
    for (Address address : addresses) {
      String group = address.group() == null ? "" : " in " + address.group();
      shown.append('[').append(address.name()).append('|').append(address.email()).append(group);
      shown.append(']');
    }
    return shown.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "ada@harbour.example ~ [|ada@harbour.example]",
        "Ada@HARBOUR.Example ~ [|Ada@harbour.example]",
        "Ada Keel <ada@harbour.example> ~ [Ada Keel|ada@harbour.example]",
        "\"Keel, Ada\" <ada@harbour.example> ~ [Keel, Ada|ada@harbour.example]",
        "\"Ada \\\"Tide\\\" Keel\" <ada@harbour.example> ~ [Ada \"Tide\" Keel|ada@harbour.example]",
        "ada@harbour.example (Ada Keel) ~ [Ada Keel|ada@harbour.example]",
        "ada@harbour.example (Ada (the) Keel) ~ [Ada (the) Keel|ada@harbour.example]",
        "Keel, Ada <ada@harbour.example> ~ [Keel, Ada|ada@harbour.example]",
        "a@x.example,b@x.example ; c@x.example ~ [|a@x.example][|b@x.example][|c@x.example]",
        "Pilots: a@x.example, B <b@x.example>; ~ [|a@x.example in Pilots][B|b@x.example in Pilots]",
        "undisclosed-recipients:; ~ [| in undisclosed-recipients]",
        "A: a@x.example;, B:; ~ [|a@x.example in A][| in B]",
        "<@r.example,@s.example:a@x.example> ~ [|a@x.example]",
        "\"a b\"@x.example ~ [|\"a b\"@x.example]",
        "pete(his account)@x.example(his host) ~ [his host|pete@x.example]",
        "Pete <pete(his account)@x.example(his host)> ~ [Pete|pete@x.example]",
        "=?utf-8?Q?Keel,_Ada?= <ada@x.example> ~ [Keel, Ada|ada@x.example]",
        "\"=?utf-8?B?w4k=?= =?utf-8?B?bWlsZQ==?=\" <e@x.example> ~ [Émile|e@x.example]",
        "root ~ [|root]",
        "Ada Keel ~ [Ada Keel|]",
        "Ada Keel ada@x.example ~ [Ada Keel|ada@x.example]",
        "mailto:ada@x.example ~ [|ada@x.example]",
        "ada@x.example <> ~ [|ada@x.example]",
        "<<ada@x.example>> ~ [|ada@x.example]",
        "Ada <ada@x.example ~ [Ada|ada@x.example]",
        "\"never closed <ada@x.example> ~ [never closed|ada@x.example]",
        "(never closed ada@x.example ~ [(never closed|ada@x.example]",
        ",,, ~ ``",
        "<> ~ ``",
      })
  void readsAddresses(String text, String expected) {
    assertThat(show(parse(text))).isEqualTo(expected);
  }

  @Test
  void stopsAtTheLimit() {
    Defects defects = new Defects();
    List<Address> found = AddressParser.parse("To", "a@x.example,".repeat(10), 3, defects);
    assertThat(found).hasSize(3);
    assertThat(defects.list())
        .extracting(Defect::kind)
        .containsExactly(Defect.Kind.LIMIT_ADDRESSES);
  }
}
