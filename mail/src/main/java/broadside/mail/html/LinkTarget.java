package broadside.mail.html;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a link leads, read as a browser reads it.
 *
 * @param address a valid URL: without the white space that browsers ignore, without the name and
 *     password that may stand before a host, and with the characters encoded that browsers encode
 * @param written the address as the mail has it, without that white space
 * @param shown what a person must know of it: the host of a page in ASCII, or the mailbox
 */
record LinkTarget(String address, String written, String shown) {
  private static final int MAX_ADDRESS = 8_192;
  private static final int MAX_PORT = 65_535;

  /**
   * The target of an {@code href}, or null where it is no absolute http, https or mailto address,
   * or its host is written in a way that programs read differently.
   */
  static @Nullable LinkTarget of(String href) {
    if (href.length() > MAX_ADDRESS) {
      return null;
    }
    String address = withoutIgnored(href);
    String scheme = address.substring(0, address.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http:", "https:" -> web(address, scheme);
      case "mailto:" -> mailbox(address);
      default -> null;
    };
  }

  /** True where the link's visible text names another host or mailbox than its target. */
  boolean isDisguisedBy(String text) {
    String visible = text.strip();
    if (visible.endsWith("[" + shown + "]")) {
      return false;
    }
    for (String word : visible.split("\\s+", 20)) {
      String named = address.startsWith("mailto:") ? mailboxIn(word) : hostIn(word);
      if (named != null && !isSameOrBelow(named)) {
        return true;
      }
    }
    return false;
  }

  /** Browsers drop control characters and spaces around an address, tabs and line ends within. */
  private static String withoutIgnored(String href) {
    int start = 0;
    int end = href.length();
    while (start < end && href.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && href.charAt(end - 1) <= ' ') {
      end--;
    }
    StringBuilder kept = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = href.charAt(i);
      if (c != '\t' && c != '\n' && c != '\r') {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private static @Nullable LinkTarget web(String address, String scheme) {
    if (!address.startsWith("//", scheme.length())) {
      return null;
    }
    String rest = address.substring(scheme.length() + 2);
    int end = authorityEnd(rest);
    String host = host(rest);
    String port = port(rest.substring(0, end));
    return host == null || port == null
        ? null
        : new LinkTarget(
            scheme + "//" + host + port + UrlText.web(rest.substring(end)),
            scheme + "//" + rest,
            host);
  }

  private static @Nullable LinkTarget mailbox(String address) {
    String rest = address.substring(7);
    int query = rest.indexOf('?');
    String mailbox = query < 0 ? rest : rest.substring(0, query);
    return mailbox.isBlank()
        ? null
        : new LinkTarget("mailto:" + UrlText.opaque(rest), "mailto:" + rest, mailbox);
  }

  private static int authorityEnd(String rest) {
    int end = 0;
    while (end < rest.length() && "/\\?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /**
   * The host of an address whose scheme and slashes are taken away, or null where it is unclear.
   */
  private static @Nullable String host(String rest) {
    String host = hostAndPort(rest.substring(0, authorityEnd(rest)));
    host = host.substring(0, portAt(host));
    String ascii;
    try {
      ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
    return ascii.matches("[a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}]")
        ? HostNumber.asBrowsersRead(ascii)
        : null;
  }

  private static String hostAndPort(String authority) {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static int portAt(String host) {
    int port = host.indexOf(':', host.lastIndexOf(']') + 1);
    return port < 0 ? host.length() : port;
  }

  /** A colon and the port, "" where none is named, or null where there is no such port. */
  private static @Nullable String port(String authority) {
    String host = hostAndPort(authority);
    String port = host.substring(portAt(host));
    if (port.length() <= 1) {
      return "";
    }
    return port.matches(":[0-9]{1,5}") && Integer.parseInt(port.substring(1)) <= MAX_PORT
        ? port
        : null;
  }

  /** The host that a word of visible text names, or null where it does not look like an address. */
  private static @Nullable String hostIn(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    boolean scheme = lower.startsWith("http://") || lower.startsWith("https://");
    String host = host(scheme ? lower.substring(lower.indexOf("//") + 2) : lower);
    if (host == null || (!scheme && !looksLikeHost(host, lower))) {
      return null;
    }
    return host;
  }

  /** "www.example.org", "example.org/page": a dot, then letters that can be a top-level domain. */
  private static boolean looksLikeHost(String host, String word) {
    String top = host.substring(host.lastIndexOf('.') + 1);
    boolean named = host.indexOf('.') > 0 && top.matches("[a-z]{2,24}|xn--[a-z0-9-]{1,59}");
    return named && (host.startsWith("www.") || word.length() > host.length() || !isFileName(top));
  }

  private static boolean isFileName(String top) {
    return switch (top) {
      case "pdf", "doc", "docx", "xls", "xlsx", "txt", "htm", "html", "jpg", "png", "zip", "exe" ->
          true;
      default -> false;
    };
  }

  private static @Nullable String mailboxIn(String word) {
    String bare = word.replaceAll("^[<(\\[\"']+|[>)\\]\"',.;]+$", "");
    return bare.indexOf('@') > 0 ? bare : null;
  }

  private boolean isSameOrBelow(String named) {
    if (address.startsWith("mailto:")) {
      return shown.equalsIgnoreCase(named);
    }
    String bare = named.startsWith("www.") ? named.substring(4) : named;
    return shown.equals(bare) || shown.endsWith("." + bare);
  }
}
