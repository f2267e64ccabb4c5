package broadside.mail.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one signature says that it covers; whether it holds is not looked at.
 *
 * <p>Names are as the mail writes them, each once whatever its case, at most {@link #MOST_NAMES} of
 * them and {@link #LONGEST_NAME} characters of each. A name can be both covered and not, where the
 * mail has more of its fields than were signed.
 *
 * @param algorithm {@code a=} in lower case where it is known, or ""
 * @param domain {@code d=} in lower case, or "" where it is no domain name
 * @param selector {@code s=} in lower case, or "" where it is none
 * @param covered names of the mail's fields that are signed, in the order of {@code h=}
 * @param notCovered names of the mail's fields that are not, in the order of the mail; without the
 *     signature's own
 * @param bodyBytes how many bytes of the body are signed from its beginning, or -1 for all
 * @param signed {@code t=}, or null; also where it is after the year 9999
 * @param expires {@code x=}, the same
 * @param sets for an ARC chain, of whose newest message signature the rest is: its sets, oldest
 *     first; else empty
 */
public record Coverage(
    String algorithm,
    String domain,
    String selector,
    List<String> covered,
    List<String> notCovered,
    long bodyBytes,
    @Nullable Instant signed,
    @Nullable Instant expires,
    List<ArcSet> sets) {

  /** Names beyond this are left out. */
  public static final int MOST_NAMES = 200;

  /** The last second of the year 9999: a later one is no time that a page could tell. */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** Characters of a name beyond this are cut off. */
  public static final int LONGEST_NAME = 80;

  public Coverage {
    covered = List.copyOf(covered);
    notCovered = List.copyOf(notCovered);
    sets = List.copyOf(sets);
  }

  /**
   * Of each signature of a mail, in the order of {@link Authentication#results}.
   *
   * @param mail its bytes, with line ends of CR LF or LF
   */
  public static List<Coverage> of(byte[] mail) {
    if (!MailHeader.maybeSigned(mail)) {
      return List.of();
    }
    MailHeader header = MailHeader.read(mail, DkimLimits.DEFAULT);
    MailSignatures signatures = MailSignatures.read(header, DkimLimits.DEFAULT);
    List<Coverage> all = new ArrayList<>();
    for (SignatureField signature : signatures.dkim()) {
      all.add(of(header, signature, List.of()));
    }
    ArcChain chain = signatures.chain();
    if (chain != null) {
      SignatureField newest = chain.newestMessage();
      all.add(
          newest == null
              ? new Coverage("", "", "", List.of(), List.of(), -1, null, null, chain.sets(header))
              : of(header, newest, chain.sets(header)));
    }
    return all;
  }

  private static Coverage of(MailHeader header, SignatureField signature, List<ArcSet> sets) {
    List<Integer> fields = SignedFields.of(header, signature).fields();
    BitSet taken = new BitSet(header.count());
    taken.set(signature.field);
    Names covered = new Names(header);
    for (int field : fields) {
      taken.set(field);
      covered.add(field);
    }
    Names rest = new Names(header);
    for (int field = 0; field < header.count(); field++) {
      if (!taken.get(field)) {
        rest.add(field);
      }
    }
    return new Coverage(
        Algorithm.of(signature.algorithmWord) == null ? "" : signature.algorithmWord,
        signature.domain,
        signature.selector,
        covered.list,
        rest.list,
        signature.bodyLength,
        instant(signature.time),
        instant(signature.expiry),
        sets);
  }

  private static @Nullable Instant instant(long seconds) {
    return seconds < 0 || seconds > LAST_SECOND ? null : Instant.ofEpochSecond(seconds);
  }

  /** Distinct names of fields. */
  private static final class Names {
    private final MailHeader header;
    private final Set<String> known = new HashSet<>();
    private final List<String> list = new ArrayList<>();

    Names(MailHeader header) {
      this.header = header;
    }

    void add(int field) {
      if (list.size() >= MOST_NAMES) {
        return;
      }
      String name = ShownText.of(header.name(field), LONGEST_NAME);
      if (known.add(name.toLowerCase(Locale.ROOT))) {
        list.add(name);
      }
    }
  }
}
