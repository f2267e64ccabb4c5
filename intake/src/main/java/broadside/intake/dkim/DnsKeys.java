package broadside.intake.dkim;

import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.mail.dkim.DomainKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks one resolver for keys. Whoever runs the resolver or the domain may notice the question.
 *
 * <p><b>Threads:</b> any number at once.
 */
final class DnsKeys {
  private static final Logger LOG = LoggerFactory.getLogger(DnsKeys.class);

  /** The word for keys that the DNS gave. */
  static final String SOURCE = "dns";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int TRIES = 2;

  /** Real names take one or two; a loop ends here. */
  private static final int ALIASES = 8;

  /** Records of one name; a domain that signs has one. */
  private static final int RECORDS = 4;

  private static final int PORT = 53;

  private final SimpleResolver resolver;
  private final LocalDate today;

  private DnsKeys(SimpleResolver resolver, LocalDate today) {
    this.resolver = resolver;
    this.today = today;
  }

  /**
   * Keys from this resolver.
   *
   * @param resolver an address, with a port where it is not 53: {@code 127.0.0.1:5353}, {@code
   *     [::1]:53}, {@code 9.9.9.9}
   * @throws IntakeException where it is no address
   */
  static DnsKeys of(String resolver, LocalDate today) {
    return of(resolver, today, TIMEOUT);
  }

  /** The same, with how long an answer is waited for. */
  static DnsKeys of(String resolver, LocalDate today, Duration timeout) {
    try {
      SimpleResolver simple = new SimpleResolver(address(resolver));
      simple.setTimeout(timeout);
      return new DnsKeys(simple, today);
    } catch (IllegalArgumentException e) {
      throw new IntakeException(
          Refusal.BAD_RESOLVER,
          Path.of("."),
          "\"%s\" is no resolver; name one by its address, such as 127.0.0.1 or 127.0.0.1:5353."
              .formatted(resolver));
    }
  }

  private static InetSocketAddress address(String resolver) {
    int colon = resolver.lastIndexOf(':');
    boolean hasPort = colon > 0 && (resolver.indexOf(':') == colon || resolver.contains("]:"));
    String host = hasPort ? resolver.substring(0, colon) : resolver;
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    // A name would be looked up by another resolver than the one that the operator chose, and
    // 1.2.3 would be 1.2.0.3.
    if (!bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.:]*:[0-9a-fA-F.:]*")) {
      throw new IllegalArgumentException(resolver);
    }
    int port = hasPort ? Integer.parseInt(resolver.substring(colon + 1)) : PORT;
    return new InetSocketAddress(InetAddress.ofLiteral(bare), port);
  }

  /**
   * The keys under a name; one with an empty record where there is none; null where the resolver
   * does not say.
   */
  @Nullable List<DomainKey> ask(String name) {
    try {
      return ask(name, Name.fromString(name + "."));
    } catch (TextParseException e) {
      return List.of(absent(name)); // no name that the DNS could hold
    }
  }

  private @Nullable List<DomainKey> ask(String name, Name asked) {
    Set<Name> seen = new HashSet<>();
    Name current = asked;
    while (seen.add(current) && seen.size() <= ALIASES) {
      Message answer = send(current);
      if (answer == null) {
        return null;
      }
      if (answer.getRcode() == Rcode.NXDOMAIN) {
        return List.of(absent(name));
      }
      List<Record> records = answer.getSection(Section.ANSWER);
      Name end = follow(current, records, seen);
      List<DomainKey> keys = texts(name, end, records);
      if (!keys.isEmpty()) {
        return keys;
      }
      if (end.equals(current)) {
        return List.of(absent(name));
      }
      current = end;
    }
    return List.of(absent(name)); // aliases that lead nowhere
  }

  /** The name to which the aliases of an answer lead. */
  private static Name follow(Name from, List<Record> records, Set<Name> seen) {
    Name current = from;
    for (int i = 0; i < ALIASES; i++) {
      Name target = null;
      for (Record record : records) {
        if (record instanceof CNAMERecord alias && alias.getName().equals(current)) {
          target = alias.getTarget();
        }
      }
      if (target == null || seen.contains(target)) {
        return current;
      }
      seen.add(current);
      current = target;
    }
    return current;
  }

  private List<DomainKey> texts(String name, Name owner, List<Record> records) {
    List<DomainKey> keys = new ArrayList<>();
    for (Record record : records) {
      if (record instanceof TXTRecord text
          && text.getName().equals(owner)
          && keys.size() < RECORDS) {
        DomainKey key = DomainKey.of(name, joined(text), SOURCE, today, false);
        if (!key.isAbsent() && keys.stream().noneMatch(k -> k.record().equals(key.record()))) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  private static String joined(TXTRecord text) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    text.getStringsAsByteArrays().forEach(joined::writeBytes);
    return joined.toString(StandardCharsets.ISO_8859_1);
  }

  private DomainKey absent(String name) {
    return new DomainKey(name, "", SOURCE, today, false);
  }

  private @Nullable Message send(Name name) {
    for (int i = 0; i < TRIES; i++) {
      try {
        Message answer =
            resolver.send(Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN)));
        int code = answer.getRcode();
        if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
          return answer;
        }
      } catch (IOException e) {
        LOG.debug("no answer about {}", name, e); // once more, then it counts as not looked up
      }
    }
    return null;
  }
}
