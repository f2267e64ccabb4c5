package broadside.archive.mirror;

import java.net.URI;

/**
 * Somebody who serves the publication: its origin, or another mirror.
 *
 * @param base http or https, a host, a path that ends in a slash
 */
public record Upstream(URI base) {
  public Upstream {
    if (!isAddress(base)) {
      throw new IllegalArgumentException("no address of a publication: " + base);
    }
    if (!base.getPath().endsWith("/")) {
      base = base.resolve(base.getRawPath() + "/");
    }
  }

  private static boolean isAddress(URI base) {
    return ("http".equals(base.getScheme()) || "https".equals(base.getScheme()))
        && base.getHost() != null
        && base.getRawQuery() == null
        && base.getRawFragment() == null
        && base.getRawUserInfo() == null;
  }

  /**
   * The upstream at an address as a person types it.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Upstream of(String address) {
    URI base = URI.create(address.strip());
    if (isAddress(base) && base.getPath().isEmpty()) {
      base = base.resolve("/");
    }
    return new Upstream(base);
  }

  /** The address of a file below the public directory. */
  URI at(String path) {
    return URI.create(base + path);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
