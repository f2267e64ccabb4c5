package broadside.mail.html;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>one</p><p>two</p> | one~~two",
        "one<br>two<br><br>three | one~two~~three",
        "<div>one</div><div><br></div><div>two</div> | one~~two",
        "<div>one</div><div>&nbsp;</div><div>two</div> | one~~two",
        "<div><div>one</div></div><div>two</div> | one~two",
        "a \t b~<b>c</b>d<i> e</i> | a b cd e",
        "a &amp; b &lt;c&gt; &eacute;&#x6f22; | a & b <c> é漢",
        "it&#146;s&nbsp;<b>&#149;</b><img alt='&#x97;'> | it\u2019s \u2022[\u2014]",
        "<ul><li>one<li><p>two</p><ol><li>a<li>b</ol></ul>x | - one~- two~  1. a~  2. b~~x",
        "<table><tr><td>a<td>b<tr><td>c<td>d</table> | a\tb~c\td",
        "<pre>a~  b</pre> | a~  b",
        "a<hr>b | a~~---~~b",
        "<img src=x alt='A map'><img src=x> | [A map]",
        "<title>t</title><style>p{}</style><script>x</script>a<!-- c --> | a",
        "<noscript>n</noscript><o:p>o</o:p><unknown>u</unknown> | no u",
      })
  void laysOutAsAReaderSees(String html, String text) {
    String expected = text.replace('~', '\n').replace("no u", "ou");
    assertThat(read(html.replace('~', '\n'))).isIn(expected + "\n", "n" + expected + "\n");
  }

  @Test
  void marksQuotationsSoThatTheyAreCutAsSuch() {
    String text =
        read(
            "<div>Yes.</div><br><div>On 3 May Ida wrote:<br></div><blockquote><div>Is it late?</div>"
                + "<div><br></div><div>Very?</div><blockquote>Who asks</blockquote></blockquote><p>No.");
    assertThat(text)
        .isEqualTo(
            "Yes.\n\nOn 3 May Ida wrote:\n\n> Is it late?\n>\n> Very?\n>\n>> Who asks\n\nNo.\n");
    assertThat(TextBlocks.of(HtmlText.of("<p>x</p><blockquote>y</blockquote>")))
        .containsExactly(
            new Block(Block.Kind.PARAGRAPH, 0, "x"), new Block(Block.Kind.QUOTE, 1, "y"));
  }

  @Test
  void saysWhereLinksLeadUnlessTheirTextDoes() {
    assertThat(
            read(
                "<a href='http://a.example/x'>here</a> <a href='http://a.example/'>a.example</a>"
                    + " <a href=mailto:ida@a.example>Ida</a> <a href='javascript:x'>no</a>"
                    + " <a href='http://a.example/p?q=1'><img src=x></a>"))
        .isEqualTo(
            "here <http://a.example/x> a.example Ida <ida@a.example> no <http://a.example/p?q=1>\n");
  }

  @Test
  void putsHiddenTextAtTheEndAndSaysSo() {
    assertThat(
            read(
                "<div style='DISPLAY: none; color:red'>Win&zwnj;&nbsp;&zwnj; <p>now</p></div><p>Dear all"
                    + "<span hidden>secret</span></p><p style='max-height:0;overflow:hidden'>words</p>"))
        .isEqualTo("Dear all\n\n[Hidden in the HTML:]\nWin now secret words\n");
    assertThat(read("<p style='display:none'>&nbsp;&zwnj;</p><p>a")).isEqualTo("a\n");
    assertThat(read("<p style='line-height:0;overflow:hidden'>a")).isEqualTo("a\n");
  }

  @Test
  void readsNothingFromNothing() {
    assertThat(read("")).isEmpty();
    assertThat(read("<p> <br>\n<div>&nbsp;</div>")).isEmpty();
  }

  private static String read(String html) {
    return HtmlText.of(html).text();
  }
}
