package broadside.site.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
  @Test
  void readsEveryAddressThatItPrints() {
    List<Route> routes =
        List.of(
            Route.Fixed.HOME,
            Route.Fixed.FEED,
            Route.Fixed.ABOUT_FILE,
            new Route.Asset("site-0123456789abcdef.css"),
            new Route.Release(7, 0),
            new Route.Release(7, 1201),
            new Route.ReleaseFile(7, "mail-2.zip"),
            new Route.ReleaseFile(7, "index/_0.fdt"),
            new Route.SealedFile(7, "part-128.age"),
            new Route.SealedFile(7, "share-32.bad.note"),
            new Route.Notes(7),
            new Route.Message(1234, false),
            new Route.Message(1234, true),
            new Route.MessageHtml(1234),
            new Route.Source(1234),
            new Route.Eml(1234),
            new Route.Attachment(1234, 2),
            new Route.MailThread("0123456789abcdef", 200),
            new Route.Person("a+b c%&?#é@x.example", "cursor"),
            new Route.Person("Ann.Lee-x_1@x.example", ""),
            new Route.Search("a & b=c + \"d\" ü", Route.SearchOrder.OLDEST, "xyz"),
            new Route.Search("", Route.SearchOrder.BEST, ""),
            new Route.Api(Route.Fixed.RELEASES),
            new Route.Api(new Route.Release(7, 101)),
            new Route.Api(new Route.Message(1234, false)),
            new Route.Api(new Route.MailThread("0123456789abcdef", 200)),
            new Route.Api(new Route.Search("a & b", Route.SearchOrder.NEWEST, "xyz")));
    for (Route route : routes) {
      String[] parts = route.path().split("\\?", 2);
      assertThat(Routes.parse(parts[0], parts.length > 1 ? parts[1] : null)).isEqualTo(route);
    }
  }

  @Test
  void writesAddressesAsTheyAreReadWhereThatIsAPath() {
    assertThat(new Route.Person("Ann.Lee-x_1@x.example", "").path())
        .isEqualTo("/people/Ann.Lee-x_1@x.example");
    assertThat(new Route.Person("a b+c~d@x.example", "").path())
        .isEqualTo("/people/a%20b%2Bc%7Ed@x.example");
  }

  @Test
  void takesRequestsForTheSameThingAsEqual() {
    assertThat(Routes.parse("/messages/7", "utm=1&view=text"))
        .isEqualTo(Routes.parse("/messages/7", null));
    assertThat(Routes.parse("/search", "x=1&q=a&order=nonsense"))
        .isEqualTo(Routes.parse("/search", "q=a"));
  }

  @Test
  void givesProgramsNoMoreThanItSays() {
    assertThat(Routes.parse("/api/v1/messages/7", "view=html"))
        .isEqualTo(new Route.Api(new Route.Message(7, false)));
    for (String path :
        List.of(
            "/api",
            "/api/v1",
            "/api/v2/releases",
            "/api/v1/about",
            "/api/v1/messages/7.eml",
            "/api/v1/api/v1/releases",
            "/api/v1/sealed/7/notes")) {
      assertThat(Routes.parse(path, null)).as(path).isNull();
    }
  }

  @Test
  void skipsNoLessThanItIsAsked() {
    for (String from : List.of("2147483647", "2147483648", "4294967296", "999999999999")) {
      Route.MailThread most = new Route.MailThread("0123456789abcdef", Integer.MAX_VALUE);
      assertThat(Routes.parse("/threads/0123456789abcdef", "from=" + from)).isEqualTo(most);
      assertThat(Routes.parse("/api/v1/threads/0123456789abcdef", "from=" + from))
          .isEqualTo(new Route.Api(most));
    }
  }

  @Test
  void knowsTheFilesOfReleases() {
    for (String file :
        List.of("/releases/7/mail.zip", "/releases/7/index/_0.fdt", "/sealed/7/part-1.age")) {
      assertThat(Routes.isFile(file)).as(file).isTrue();
    }
    for (String page :
        List.of("/", "/releases", "/releases/7", "/sealed/7/notes", "/messages/7.eml", "/x")) {
      assertThat(Routes.isFile(page)).as(page).isFalse();
    }
  }

  @Test
  void passesLongQueriesOnWhole() {
    String query = "x".repeat(2_001);
    assertThat(Routes.parse("/search", "q=" + query))
        .isEqualTo(new Route.Search(query, Route.SearchOrder.BEST, ""));
  }

  @Test
  void searchesBrokenEscapesAsTheyStand() {
    assertThat(Routes.parse("/search", "q=100%"))
        .isEqualTo(new Route.Search("100%", Route.SearchOrder.BEST, ""));
  }
}
