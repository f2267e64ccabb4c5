package broadside.site.answers;

import broadside.archive.sealed.NoteBox;
import broadside.site.pages.Link;
import broadside.site.pages.Notice;
import java.util.List;

/** What the site says when it cannot answer: what happened, and what to do now. */
final class Failures {
  private static final Link HOME = new Link("/", "Home");
  private static final Link RELEASES = new Link("/releases", "All releases");
  private static final Link HELP = new Link("/search/help", "How to search");

  private Failures() {}

  static Notice notice(int status) {
    return switch (status) {
      case 404 ->
          new Notice(
              "There is no such page",
              List.of(
                  "The address may be mistyped, or the mail may not be released yet. Addresses of"
                      + " published mails never change.",
                  "If you know words of the mail, search for them above."),
              List.of(HOME, RELEASES, HELP));
      case 405 ->
          new Notice(
              "This site can only be read",
              List.of("It takes nothing from its readers: it answers GET and HEAD."),
              List.of(HOME));
      case 408 ->
          new Notice(
              "That took too long",
              List.of("What was sent did not come in time. Send it again."),
              List.of(HOME));
      case 413 ->
          new Notice(
              "That is too large",
              List.of(
                  "This site takes nothing but notes of custodians, and they have %d bytes at most."
                      .formatted(NoteBox.BYTES)),
              List.of(HOME));
      case 414, 431 ->
          new Notice(
              "The address is too long",
              List.of("What was asked is longer than any address of this site. Try fewer words."),
              List.of(HOME, HELP));
      case 429 ->
          new Notice(
              "Too many requests",
              List.of(
                  "Too many requests came from your network in a short time. Wait some seconds and"
                      + " load the page again.",
                  "To have everything, download a release whole instead of page by page."),
              List.of(RELEASES));
      case 503 ->
          new Notice(
              "Too much at once",
              List.of(
                  "More is asked of this site than it can answer right now. Wait some seconds and"
                      + " try again.",
                  "Searching can be overloaded while reading is not: releases, threads and mails"
                      + " may still open."),
              List.of(HOME, RELEASES));
      default ->
          status < 500 || status == 505 // a version of HTTP that is none
              ? new Notice(
                  "The request could not be understood",
                  List.of("It is not well-formed. If you followed a link, it may be damaged."),
                  List.of(HOME, RELEASES))
              : new Notice(
                  "Something went wrong here",
                  List.of(
                      "The page could not be made. The fault is the site’s, not yours; it has been"
                          + " noted.",
                      "The mail itself may still be had from its release’s files."),
                  List.of(HOME, RELEASES));
    };
  }
}
