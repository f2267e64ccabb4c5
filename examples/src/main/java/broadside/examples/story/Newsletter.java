package broadside.examples.story;

import broadside.examples.mime.Attachment;
import broadside.examples.mime.Letter;
import broadside.examples.mime.Mailbox;
import broadside.examples.mime.Transfer;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The agency's newsletter: HTML in tables, remote pictures, a picture that counts readers, links
 * that lead through a counter.
 *
 * <p>Each issue reached two people by two roads, with a Message-ID each: the two are copies.
 */
final class Newsletter {

  private static final int ISSUES = 16;
  private static final String TRACK = "https://track.newsletter.example/";
  private static final Mailbox FRIENDS =
      new Mailbox("Friends of the harbour", "friends@newsletter.example");

  private Newsletter() {}

  /** Two letters an issue, the one for the port and the one for the newspaper. */
  static List<List<Letter>> issues(People people, long seed) {
    List<String> items = Texts.passages("series/newsletter.txt");
    List<List<Letter>> issues = new ArrayList<>();
    Random random = new Random(seed);
    for (int issue = 0; issue < ISSUES; issue++) {
      List<String> own =
          items.subList(issue * items.size() / ISSUES, (issue + 1) * items.size() / ISSUES);
      Person agency = people.person("lights");
      OffsetDateTime date =
          agency.at(LocalDateTime.of(2017, 9, 6, 8, 0).plusMonths(issue).withSecond(issue));
      List<Letter> copies = new ArrayList<>();
      for (String receiver : List.of("oskport.example", "tidings.example")) {
        String id = Ids.messageId(date, random, agency.mailbox().domain());
        copies.add(
            Letter.of(id, agency.mailbox(), date)
                .to(List.of(FRIENDS))
                .subject(subject(issue, own))
                .header(Ids.received("newsletter.example", receiver, date, random))
                .header("List-Unsubscribe: <" + TRACK + "u/" + issue + ">")
                .header("X-Mailer: Singing Harbours bulk 7")
                .text(text(own))
                .html(html(issue, own))
                .attach(
                    Attachment.inline(
                        "head.png", "image/png", "head@newsletter.example", Drawings.png("ferry")))
                .transfer(Transfer.QUOTED_PRINTABLE)
                .build());
      }
      issues.add(copies);
    }
    return issues;
  }

  private static String subject(int issue, List<String> items) {
    return "⚓ Harbour Lights no. " + (issue + 1) + ": " + heading(items.getFirst());
  }

  private static String text(List<String> items) {
    StringBuilder out = new StringBuilder("HARBOUR LIGHTS\n\n");
    for (String item : items) {
      out.append("* ").append(heading(item)).append(" *\n").append(words(item)).append("\n\n");
    }
    return out.append("Read this in your browser: ").append(TRACK).append("v\n").toString();
  }

  private static String html(int issue, List<String> items) {
    StringBuilder out =
        new StringBuilder(
            """
            <!DOCTYPE html><html><head><title>Harbour Lights</title>
            <link rel="stylesheet" href="https://cdn.newsletter.example/lights.css">
            <style>.item{padding:12px 24px;font-family:Georgia,serif}h2{color:#35608a}</style>
            <script>document.title='We see you reading';</script></head>
            <body bgcolor="#e8eef2" onload="count()">
            <table width="600" align="center" cellpadding="0" cellspacing="0" bgcolor="#ffffff">
            <tr><td><img src="cid:head@newsletter.example" width="280" height="140" alt="The Marigold">
            <img src="https://cdn.newsletter.example/banner.jpg" width="300" alt="Harbour Lights"></td></tr>
            """);
    for (int item = 0; item < items.size(); item++) {
      out.append("<tr><td class=\"item\"><h2>")
          .append(Markup.escape(heading(items.get(item))))
          .append("</h2><p>")
          .append(Markup.escape(words(items.get(item))))
          .append("</p><a href=\"")
          .append(TRACK + "c/" + issue + "/" + item)
          .append(
              "?to=https%3A%2F%2Foskport.example%2Fquay\">oskport.example/quay</a></td></tr>\n");
    }
    return out.append("<tr><td class=\"item\" style=\"font-size:9px;color:#9aa5b1\">")
        .append("You get this because you once walked past the harbour. ")
        .append(
            "<form action=\""
                + TRACK
                + "u\"><input name=\"mail\"><button>Unsubscribe</button></form>")
        .append("</td></tr></table>\n<img src=\"" + TRACK + "o/" + issue)
        .append(".gif\" width=\"1\" height=\"1\" alt=\"\">\n</body></html>\n")
        .toString();
  }

  private static String heading(String item) {
    return item.lines().findFirst().orElseThrow();
  }

  private static String words(String item) {
    return item.substring(item.indexOf('\n') + 1);
  }
}
