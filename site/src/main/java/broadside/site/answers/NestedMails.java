package broadside.site.answers;

import broadside.archive.index.ReadableText;
import broadside.mail.message.BodyText;
import broadside.mail.message.Message;
import broadside.mail.message.NestedMessage;
import broadside.site.pages.Correspondents;
import broadside.site.pages.NestedMail;
import java.util.ArrayList;
import java.util.List;

/** The mails that lie in a mail, as its page shows them. */
record NestedMails(List<NestedMail> mails, boolean cut) {
  /** More are in the source, and each can be downloaded. */
  private static final int MOST = 50;

  /** Senders and recipients of all of them that are shown; of the last mail all are. */
  private static final int PEOPLE = 5_000;

  /**
   * Those of the message; their texts together have at most {@code limit} characters.
   *
   * @param language the publication's
   */
  static NestedMails of(Message message, int limit, String language) {
    List<NestedMessage> nested = message.nested();
    List<NestedMail> mails = new ArrayList<>(Math.min(MOST, nested.size()));
    int room = limit;
    int people = 0;
    for (NestedMessage mail : nested) {
      if (mails.size() == MOST || room <= 0 || isEnough(people)) {
        return new NestedMails(mails, true);
      }
      BodyText body = ReadableText.of(mail);
      BodyText text = body == null ? ReadableText.NONE : body;
      Prose prose = Prose.of(text, room);
      room -= prose.counted();
      people += people(mail);
      MailDate date = MailDate.of(mail.date());
      mails.add(
          new NestedMail(
              "m" + (mails.size() + 1),
              where(nested, mail) + numbered(mails.size() + 1, nested.size()),
              MessageAnswer.subject(mail.subject()),
              correspondents(mail),
              date.text(),
              date.machine(),
              Language.of(prose.blocks(), text.text(), language),
              prose.passages(),
              prose.cut()));
    }
    return new NestedMails(mails, false);
  }

  /** How many senders and recipients are told of it. */
  static int people(NestedMessage mail) {
    return mail.from().size() + mail.to().size() + mail.cc().size();
  }

  /** True where those of further mails are too many. */
  static boolean isEnough(int people) {
    return people >= PEOPLE;
  }

  private static String where(List<NestedMessage> all, NestedMessage mail) {
    for (NestedMessage outer : all) {
      if (outer.part() == mail.within()) {
        return "A mail inside “" + MessageAnswer.subject(outer.subject()) + "”";
      }
    }
    return "A mail inside this one";
  }

  /** Which of them it is: digests have dozens of one subject. */
  private static String numbered(int number, int all) {
    return all == 1 ? "" : " (%d of %d)".formatted(number, all);
  }

  private static List<Correspondents> correspondents(NestedMessage mail) {
    List<Correspondents> lines = new ArrayList<>(3);
    MessageAnswer.add(lines, "From", mail.from());
    MessageAnswer.add(lines, "To", mail.to());
    MessageAnswer.add(lines, "Cc", mail.cc());
    return lines;
  }
}
