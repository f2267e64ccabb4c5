package broadside.mail.dkim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which fields of a mail a signature covers.
 *
 * @param fields their numbers in the order of {@code h=}; names without a field left are not there
 */
record SignedFields(List<Integer> fields) {
  private static final List<String> THAT_MATTER = List.of("from", "subject", "date");

  /** Takes the fields of each name from the last to the first (RFC 6376 §5.4.2). */
  static SignedFields of(MailHeader header, SignatureField signature) {
    List<String> names = signature.signed;
    List<Integer> fields = new ArrayList<>(names.size());
    int[] taken = new int[names.size()];
    for (int i = 0; i < taken.length; i++) {
      int before = header.count();
      for (int earlier = i - 1; earlier >= 0; earlier--) {
        if (names.get(earlier).equals(names.get(i))) {
          before = taken[earlier];
          break;
        }
      }
      taken[i] = before < 0 ? -1 : header.lastBefore(before, names.get(i));
      if (taken[i] >= 0) {
        fields.add(taken[i]);
      }
    }
    return new SignedFields(fields);
  }

  /** What is weak about the choice of fields. */
  static Set<Weakness> weaknesses(MailHeader header, SignatureField signature) {
    Set<Weakness> weaknesses = EnumSet.noneOf(Weakness.class);
    for (String name : THAT_MATTER) {
      int there = 0;
      for (int field = header.lastBefore(header.count(), name); field >= 0; ) {
        there++;
        field = header.lastBefore(field, name);
      }
      int signed = 0;
      for (String one : signature.signed) {
        signed += one.equals(name) ? 1 : 0;
      }
      if (signed == 0 && (there > 0 || name.equals("from"))) {
        weaknesses.add(Weakness.HEADER_UNSIGNED);
      } else if (there > signed) {
        weaknesses.add(Weakness.HEADER_DOUBLED);
      }
    }
    return weaknesses;
  }
}
