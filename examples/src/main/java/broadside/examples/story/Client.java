package broadside.examples.story;

/** The mail programs of the story: how their users quote and how they send text. */
enum Client {
  /** Long lines, the answer above the whole earlier mail under a rule. */
  OUTLOOK("Gullmail 11.4"),
  /** Lines of 72 characters, quotes first, a signature after "-- ". */
  CLASSIC("Plover 0.9.2"),
  /** As classic, in format=flowed. */
  FLOWED("Plover 2.1 (flowed)"),
  /** Text and HTML, the answer above a quoted mail. */
  WEB("Osknet Webmail"),
  /** Short and in base64, seldom with a quote. */
  PHONE("PostBoy pocket 3"),
  /** Written by a machine. */
  ROBOT("");

  private final String mailer;

  Client(String mailer) {
    this.mailer = mailer;
  }

  /** The value of X-Mailer; empty for none. */
  String mailer() {
    return mailer;
  }
}
