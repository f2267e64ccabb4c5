package broadside.cli;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The reverse proxies that stand before a server. */
final class Proxies {
  @Option(
      names = "--proxy",
      paramLabel = "ADDRESS",
      converter = Address.class,
      description = {
        "The IP address of a reverse proxy whose X-Forwarded-For is believed,",
        "so that limits count its readers: also of one on this machine, as",
        "127.0.0.1. May be repeated."
      })
  private List<String> addresses = List.of();

  /** Each as {@link InetAddress#getHostAddress} writes it. */
  Set<String> addresses() {
    return Set.copyOf(addresses);
  }

  /** An address in figures: a name would have to be looked up, and may change. */
  static final class Address implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      try {
        return InetAddress.ofLiteral(value).getHostAddress();
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "it must be an IP address, such as 127.0.0.1 or 2001:db8::1, not " + value);
      }
    }
  }
}
