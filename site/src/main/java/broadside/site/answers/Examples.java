package broadside.site.answers;

import broadside.site.pages.Example;
import broadside.site.routes.Route;
import java.util.List;

/** What can be typed into the search box. */
final class Examples {
  static final List<Example> ALL =
      List.of(
          example("harbour budget", "both words, anywhere in a mail"),
          example("\"annual report\"", "the words side by side, in this order"),
          example("budget OR forecast", "either word"),
          example("budget -draft", "the first word without the second"),
          example("(budget OR forecast) from:meyer", "brackets group"),
          example("harb*", "every word that begins so"),
          example("budget AROUND 5 cut", "the words at most five words apart"),
          example("from:meyer", "a name or address of the writer"),
          example("to:accounts@example.org", "an address of a recipient"),
          example("cc:meyer", "somebody who got a copy"),
          example("subject:minutes", "a word of the subject"),
          example("body:minutes", "a word of the text"),
          example("unquoted:minutes", "a word that the writer wrote, not one that is quoted"),
          example("quoted:minutes", "a word that is quoted"),
          example("has:attachment", "mails with attachments"),
          example("filename:minutes", "a word of an attachment’s name"),
          example("filetype:pdf", "an attachment of that type"),
          example("larger:1M", "mails of more than a million bytes; also smaller:"),
          example("after:2015-04-12", "written on that day or later"),
          example("before:2015-04-12", "written before that day"),
          example("date:2015-01..2015-03", "written in these months"),
          example("list:council", "sent through the mailing list of that name"),
          example("lang:fr", "written in that language; also lang:French"),
          example("dkim:pass", "bears a domain’s signature that holds; also weak, fail, unsigned"),
          example("dkim:example.org", "bears a signature of that domain that holds"),
          example("release:7", "mails of one release"),
          example("id:1234", "the message with that number"),
          example("is:redacted", "mails of which parts were taken out"));

  private Examples() {}

  private static Example example(String query, String meaning) {
    return new Example(query, new Route.Search(query, Route.SearchOrder.BEST, "").path(), meaning);
  }
}
