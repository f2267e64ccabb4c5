package broadside.site.routes;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a reader asks for. */
public sealed interface Route {

  /** The address, which {@link Routes#parse} reads as this route again. */
  String path();

  /** A page that has one address and no parameters. */
  enum Fixed implements Route {
    HOME("/"),
    RELEASES("/releases"),
    SEARCH_HELP("/search/help"),
    ABOUT("/about"),
    /** What the publication says of itself, as the file whose hash is signed. */
    ABOUT_FILE("/about.txt"),
    VERIFY("/verify"),
    WITHDRAWALS("/withdrawals"),
    FEED("/feed.atom"),
    ROBOTS("/robots.txt");

    private final String path;

    Fixed(String path) {
      this.path = path;
    }

    @Override
    public String path() {
      return path;
    }
  }

  /**
   * A file that comes with the program.
   *
   * @param name its name with its hash in it
   */
  record Asset(String name) implements Route {
    @Override
    public String path() {
      return "/assets/" + name;
    }
  }

  /**
   * One release.
   *
   * @param from the first number shown, or 0 for the beginning
   */
  record Release(int number, long from) implements Route {
    @Override
    public String path() {
      return "/releases/" + number + (from == 0 ? "" : "?from=" + from);
    }
  }

  /** A file of a release. */
  record ReleaseFile(int number, String name) implements Route {
    @Override
    public String path() {
      return "/releases/" + number + "/" + name;
    }
  }

  /** A file of a sealed release: encrypted, or a custodian's note. */
  record SealedFile(int number, String name) implements Route {
    @Override
    public String path() {
      return "/sealed/" + number + "/" + name;
    }
  }

  /** Where custodians send their notes on a sealed release. */
  record Notes(int number) implements Route {
    @Override
    public String path() {
      return "/sealed/" + number + "/notes";
    }
  }

  /**
   * One mail.
   *
   * @param framed true where its HTML is shown in place of its text
   */
  record Message(long number, boolean framed) implements Route {
    @Override
    public String path() {
      return "/messages/" + number + (framed ? "?view=html" : "");
    }
  }

  /** A mail's HTML, made safe, by itself. */
  record MessageHtml(long number) implements Route {
    @Override
    public String path() {
      return "/messages/" + number + "/html";
    }
  }

  /** A mail's bytes, as text to read. */
  record Source(long number) implements Route {
    @Override
    public String path() {
      return "/messages/" + number + "/source";
    }
  }

  /** A mail's bytes, to keep. */
  record Eml(long number) implements Route {
    @Override
    public String path() {
      return "/messages/" + number + ".eml";
    }
  }

  /** The proof with which a mail is checked offline. */
  record Proof(long number) implements Route {
    @Override
    public String path() {
      return "/messages/" + number + ".tlog-proof";
    }
  }

  /**
   * A file of the log or of the policy, for mirrors and other programs.
   *
   * @param name its path below the public directory
   */
  record LogFile(String name) implements Route {
    @Override
    public String path() {
      return "/" + name;
    }
  }

  /**
   * A correction.
   *
   * @param entry index of its statement in the log
   */
  record Correction(long entry) implements Route {
    @Override
    public String path() {
      return "/corrections/" + entry;
    }
  }

  /**
   * An attachment.
   *
   * @param index from 1
   */
  record Attachment(long number, int index) implements Route {
    @Override
    public String path() {
      return "/messages/" + number + "/attachments/" + index;
    }
  }

  /**
   * A thread.
   *
   * @param key 16 hex digits
   * @param from how many mails are skipped
   */
  record MailThread(String key, int from) implements Route {
    @Override
    public String path() {
      return "/threads/" + key + (from == 0 ? "" : "?from=" + from);
    }
  }

  /** The mails from and to an address. */
  record Person(String address, String after) implements Route {
    @Override
    public String path() {
      return "/people/"
          + Query.encodePath(address)
          + (after.isEmpty() ? "" : "?after=" + Query.encode(after));
    }
  }

  /** The order of what a search found. */
  enum SearchOrder {
    BEST,
    NEWEST,
    OLDEST;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** How an address names it. */
    public String word() {
      return word;
    }

    /** The order that an address names, or {@link #BEST}. */
    static SearchOrder of(String word) {
      for (SearchOrder order : values()) {
        if (order.word.equals(word)) {
          return order;
        }
      }
      return BEST;
    }
  }

  /**
   * A search.
   *
   * @param query as typed
   * @param after the cursor of the page before, or ""
   */
  record Search(String query, SearchOrder order, String after) implements Route {
    @Override
    public String path() {
      return "/search?q="
          + Query.encode(query)
          + (order == SearchOrder.BEST ? "" : "&order=" + order.word)
          + (after.isEmpty() ? "" : "&after=" + Query.encode(after));
    }

    /** The same search from another cursor on. */
    public Search from(String cursor) {
      return new Search(query, order, cursor);
    }
  }

  /**
   * The same for programs, as JSON.
   *
   * @param of a release or all of them, a message, a thread or a search
   */
  record Api(Route of) implements Route {
    static final String PREFIX = "/api/v1";

    @Override
    public String path() {
      return PREFIX + of.path();
    }
  }

  /**
   * An address that was written another way than ours.
   *
   * @param location the right one
   */
  record Moved(@Nullable String query, String location) implements Route {
    @Override
    public String path() {
      return location + (query == null ? "" : "?" + query);
    }
  }
}
