package broadside.mail.text;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.BodyText;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextBlocksTest {
  private static final String RULE = "-----";

  @Test
  void splitsParagraphsAtEmptyLines() {
    assertThat(of("Dear Mara,\n\nThe ferry is late.\nIt will come.\n \n\t\nYours\n"))
        .containsExactly("P0 Dear Mara,", "P0 The ferry is late.\nIt will come.", "P0 Yours");
  }

  @Test
  void givesNoBlockForNothing() {
    assertThat(of("")).isEmpty();
    assertThat(of("\n \n\u00a0\n>\n> >\n")).isEmpty();
  }

  @Test
  void keepsTablesAndPatchesWhole() {
    String table = "| berth | ship  |\n|-------|-------|\n|  1    | Aurora|\n+--------+";
    String patch = "--- a/Tide.java\n+++ b/Tide.java\n@@ -1,2 +1,2 @@\n-  high();\n+  low();";
    assertThat(of("See:\n\n" + table + "\n\n" + patch))
        .containsExactly("P0 See:", "P0 " + table, "P0 " + patch);
  }

  @Test
  void countsQuoteMarksHoweverTheyAreSpaced() {
    assertThat(of("> one\n>> two\n> > two still\n>>>three\n > one\nmine"))
        .containsExactly("Q1 one", "Q2 two\ntwo still", "Q3 three", "Q1 one", "P0 mine");
  }

  @Test
  void keepsEmptyLinesWithinAQuotation() {
    assertThat(of("> one\n>\n> still one\n>> two\n>\n>> two\n\n> other"))
        .containsExactly("Q1 one\n\nstill one", "Q2 two\n\ntwo", "Q1 other");
  }

  @Test
  void keepsTheIndentOfQuotedLines() {
    assertThat(of("> if (tide) {\n>   wait();\n> }"))
        .containsExactly("Q1 if (tide) {\n  wait();\n}");
  }

  @Test
  void doesNotTakeAnMboxMarkForAQuotation() {
    assertThat(of("Passengers come\n>From all ports\nof the coast"))
        .containsExactly("P0 Passengers come\n>From all ports\nof the coast");
    assertThat(of("> Passengers come\n> From all ports"))
        .containsExactly("Q1 Passengers come\nFrom all ports");
  }

  @Test
  void takesBackWordsThatWereWrappedOutOfAQuotedLine() {
    String line = "> the harbour office will be closed on every second Thursday of the present";
    assertThat(of(line + "\nmonth\n> and next month")).hasSize(1);
    assertThat(of("> Will it be closed?\nYes\n> And then?"))
        .containsExactly("Q1 Will it be closed?", "P0 Yes", "Q1 And then?");
  }

  @Test
  void readsBarsAsQuoteMarksOnlyBelowAnIntroduction() {
    assertThat(of("Ida Berg writes:\n\n| It leaks.\n|\n| Badly.\n\nOh."))
        .containsExactly("A0 Ida Berg writes:", "Q1 It leaks.\n\nBadly.", "P0 Oh.");
    assertThat(of("| It leaks.\n| Badly.")).containsExactly("P0 | It leaks.\n| Badly.");
    assertThat(of("The berths:\n\n| 1 | Aurora |\n| 2 | Boreas |"))
        .containsExactly("P0 The berths:", "P0 | 1 | Aurora |\n| 2 | Boreas |");
  }

  @Test
  void readsInitialsAsQuoteMarksButKeepsThem() {
    assertThat(of("Ida Berg wrote:\nIB> It leaks.\nIB> Badly.\n\nOh."))
        .containsExactly("A0 Ida Berg wrote:", "Q1 IB> It leaks.\nIB> Badly.", "P0 Oh.");
    assertThat(of("SQL> select 1\nSQL> exit")).containsExactly("P0 SQL> select 1\nSQL> exit");
  }

  @Test
  void joinsFlowedLinesOfOneDepth() {
    BodyText flowed =
        new BodyText(
            "The ferry \nis late.\n> When \n> is it?\n>> Soon \nno\n-- \nIda", true, false);
    assertThat(blocks(flowed))
        .containsExactly(
            "P0 The ferry is late.", "Q1 When is it?", "Q2 Soon ", "P0 no", "S0 -- \nIda");
  }

  @Test
  void givesTheTextWithFlowedLinesJoined() {
    String text = "The ferry \nis late.\n> When \n> is it?\n";
    assertThat(TextBlocks.joined(new BodyText(text, true, false)))
        .isEqualTo("The ferry is late.\nWhen is it?\n");
    assertThat(TextBlocks.joined(new BodyText(text, false, false))).isEqualTo(text);
  }

  @Test
  void removesTheSpaceOfDelSpAndOfStuffing() {
    assertThat(blocks(new BodyText("港口 \n关闭\n >not quoted\n From here", true, true)))
        .containsExactly("P0 港口关闭\n>not quoted\nFrom here");
  }

  @Test
  void marksSignaturesUpToTheNextQuotation() {
    assertThat(
            of("Yes.\n\n-- \nIda Berg\n\nHarbour office\n\nOn 3 May Mara wrote:\n> Is it?\n\nNo."))
        .containsExactly(
            "P0 Yes.",
            "S0 -- \nIda Berg\n\nHarbour office",
            "A0 On 3 May Mara wrote:",
            "Q1 Is it?",
            "P0 No.");
  }

  @Test
  void takesABareSeparatorForASignatureOnlyWhereLittleFollows() {
    assertThat(of("Yes.\n--\nIda")).containsExactly("P0 Yes.", "S0 --\nIda");
    assertThat(of("Yes.\n--\n\nNo.")).containsExactly("P0 Yes.\n--", "P0 No.");
    assertThat(of("Yes.\n--\n" + "A line\n".repeat(20))).hasSize(1);
  }

  @Test
  void marksDeviceLinesAndListFooters() {
    assertThat(of("Yes.\n\nSent from my iPhone\n\n> Is it?"))
        .containsExactly("P0 Yes.", "S0 Sent from my iPhone", "Q1 Is it?");
    assertThat(of("Sent from my brother's office, the parcel came late.\nIt was open."))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("P0");
    assertThat(of("Yes.\n" + "_".repeat(47) + "\ntides mailing list\ntides@lists.example"))
        .element(1)
        .asString()
        .startsWith("S0 ___");
  }

  @Test
  void quotesEverythingBelowACopiedHeaderBlockOneLevelDeeperEachTime() {
    String first =
        RULE
            + "Original Message"
            + RULE
            + "\nFrom: Berg, Ida\nSent: Monday\nTo: Mara\nSubject: Tide";
    String second =
        " " + RULE + "Original Message" + RULE + "\nFrom: \tMara\nSent:\tSunday\nTo:\tIda";
    assertThat(of("Agreed.\n\n" + first + "\n\nIs it?\n\nIda\n\n" + second + "\n\nLate."))
        .containsExactly(
            "P0 Agreed.", "A0 " + first, "Q1 Is it?\n\nIda", "A1 " + second, "Q2 Late.");
  }

  @Test
  void findsHeaderBlocksWithoutMarkerInManyLanguages() {
    for (String block :
        List.of(
            "From: Ida\nSent: Monday\nTo: Mara\nSubject: Tide",
            "*From:* Ida\n*Sent:* Monday\n*To:* Mara\n*Subject:* Tide",
            "Von: Ida\nGesendet: Montag\nAn: Mara\nBetreff: Flut",
            "De : Ida\nEnvoyé : lundi\nÀ : Mara\nObjet : Marée",
            "De: Ida\nEnviado el: lunes\nPara: Mara\nAsunto: Marea",
            "Van: Ida\nVerzonden: maandag\nAan: Mara\nOnderwerp: Vloed",
            "От: Ida\nОтправлено: понедельник\nКому: Mara\nТема: Прилив",
            "发件人: Ida\n发送时间: 星期一\n收件人: Mara\n主题: 潮",
            "من: Ida\nإلى: Mara\nالموضوع: المد")) {
      assertThat(of("Yes.\n\n" + block + "\n\nIs it?"))
          .as(block)
          .containsExactly("P0 Yes.", "A0 " + block, "Q1 Is it?");
    }
  }

  @Test
  void leavesProseThatLooksLikeAHeaderAlone() {
    assertThat(of("From: the pier\nwe saw the ship."))
        .containsExactly("P0 From: the pier\nwe saw the ship.");
    assertThat(of("Original message was lost.")).containsExactly("P0 Original message was lost.");
    assertThat(of("Date: Monday\nPlace: the pier")).hasSize(1);
  }

  @Test
  void findsForwardedMailsOfNotes() {
    String block =
        "---------- Forwarded by Ida Berg/Port/Example on 11/27/2001\n09:31 AM -----\n\n\n"
            + "Mara Lind\n11/27/2001 01:41 AM\nTo:\tIda Berg/Port\ncc:\nSubject:\tTide";
    assertThat(of("See below.\n\n" + block + "\n\nIs it?\n"))
        .containsExactly("P0 See below.", "A0 " + block, "Q1 Is it?");
  }

  @Test
  void findsNotesHeadersInAColumn() {
    String block =
        """
        ----- Forwarded by Ida Berg on 11/27/2001 -----

                    Mara Lind
                    <mara@example.org        To:     Ida Berg
                    >                        cc:
                                             Subject:     Tide\
        """;
    assertThat(of(block + "\n\nIs it?")).containsExactly("A0 " + block, "Q1 Is it?");
  }

  @Test
  void trustsMarksBelowAHeaderBlockMoreThanTheBlock() {
    assertThat(of(RULE + " Original Message " + RULE + "\nFrom: Ida\n\n> Is it?\n\nYes."))
        .containsExactly(
            "A0 " + RULE + " Original Message " + RULE + "\nFrom: Ida", "Q1 Is it?", "P0 Yes.");
  }

  @Test
  void capsTheDepth() {
    StringBuilder body = new StringBuilder();
    for (int depth = 1; depth <= 2_000; depth++) {
      body.append(">".repeat(depth)).append(" word\n");
    }
    List<Block> blocks = TextBlocks.of(new BodyText(body.toString(), false, false));
    assertThat(blocks).hasSize(BlockCutter.MAX_DEPTH);
    assertThat(blocks.getLast().text().lines()).hasSize(2_001 - BlockCutter.MAX_DEPTH);
  }

  @Test
  void readsOneLineOfManyMegabytes() {
    String line = "x".repeat(16 << 20);
    assertThat(TextBlocks.of(new BodyText(line, true, false)).getFirst().text()).hasSize(16 << 20);
  }

  static List<String> of(String text) {
    return blocks(new BodyText(text, false, false));
  }

  private static List<String> blocks(BodyText body) {
    return TextBlocks.of(body).stream()
        .map(b -> b.kind().name().charAt(0) + "" + b.depth() + " " + b.text())
        .toList();
  }
}
