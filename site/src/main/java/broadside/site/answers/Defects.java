package broadside.site.answers;

import broadside.mail.message.Defect;

/** What was wrong with a mail, as sentences. */
final class Defects {
  private Defects() {}

  static String sentence(Defect defect) {
    String what =
        switch (defect.kind()) {
          case MISSING_FROM -> "It does not say whom it is from";
          case BAD_ADDRESS -> "An address is not well-formed and is shown as it stands";
          case MISSING_DATE -> "It does not say when it was written";
          case BAD_DATE -> "Its date is not well-formed";
          case IMPOSSIBLE_DATE -> "Its date cannot be true";
          case MISSING_MESSAGE_ID -> "It has no Message-ID";
          case REPEATED_HEADER -> "A header that may stand once is repeated; the first counts";
          case BAD_HEADER -> "A header line is not well-formed";
          case BAD_ENCODED_WORD -> "An encoded word of a header could not be decoded";
          case RAW_8BIT_HEADER -> "A header holds unencoded letters; their alphabet was guessed";
          case BAD_MEDIA_TYPE -> "A media type is not well-formed";
          case MISSING_BOUNDARY -> "A part of several has no boundary";
          case UNCLOSED_MULTIPART -> "A part of several does not end where it should";
          case BAD_TRANSFER_ENCODING -> "A part’s transfer encoding is broken";
          case BAD_CHARSET -> "A part names an alphabet that is unknown or wrong";
          case GUESSED_CHARSET -> "The alphabet of a part was guessed";
          case NUL_BYTES -> "It holds zero bytes";
          case BARE_CR -> "It holds carriage returns without line feeds";
          case LIMIT_DEPTH -> "Its parts are nested too deeply; the deepest were left out";
          case LIMIT_PARTS -> "It has too many parts; the last were left out";
          case LIMIT_HEADER_BYTES -> "Its header is too long; the end was left out";
          case LIMIT_DECODED_BYTES -> "Its parts are too large; the last were left out";
          case LIMIT_ADDRESSES -> "It names too many addresses; the last were left out";
        };
    String detail = isWhole(defect.kind()) ? "" : Shown.text(defect.detail());
    return detail.isEmpty() ? what + "." : what + ": " + detail;
  }

  /** True where the sentence says all that the detail does. */
  private static boolean isWhole(Defect.Kind kind) {
    return kind == Defect.Kind.MISSING_DATE || kind == Defect.Kind.MISSING_MESSAGE_ID;
  }
}
