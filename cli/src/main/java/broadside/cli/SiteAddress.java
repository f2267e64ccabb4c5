package broadside.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where readers find a site: what it prints in citations and in its feed must lead there. */
final class SiteAddress implements ITypeConverter<URI> {
  @Override
  public URI convert(String value) {
    try {
      URI address = new URI(value.strip());
      if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new TypeConversionException(
        "it must be an address of http or https without query or fragment, such as https://letters.example/, not "
            + value);
  }
}
