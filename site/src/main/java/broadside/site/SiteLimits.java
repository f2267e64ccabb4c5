package broadside.site;

import broadside.archive.sealed.NoteBox;
import broadside.site.http.LeastPace;
import java.time.Duration;

/**
 * What readers, and those who pose as readers, may cost the server. Every number is finite.
 *
 * @param connections open connections; beyond, the kernel's queue fills and then refuses
 * @param connectionsPerAddress open connections of one address, and no more than a quarter of those
 *     that are free; beyond, they are closed at once
 * @param threads threads that read requests and send answers
 * @param makers threads that make pages, and may wait for the disk
 * @param requestsPerSecond sustained requests of one address; a page needs two
 * @param burst requests that one address may send at once before the rate counts
 * @param addresses addresses whose rate is remembered
 * @param requestsPerAddress pages of one address that are made at the same time; more wait
 * @param responsesPerAddress requests of one address from their head to the last byte of the
 *     response, and no more than a quarter of the permits that are free; beyond, 429
 * @param requests requests for pages that are not in memory, in work at the same time, of all
 * @param downloads requests for files of releases in work at the same time, of all, each with a
 *     buffer of 64 KiB; pages keep their permits
 * @param waiting requests that wait for a permit, as many for a download; beyond, 503
 * @param patience how long one may wait
 * @param headerBytes request line and headers
 * @param bodyBytes of a request: none but a custodian's note has one
 * @param notes custodians' notes in work at the same time; beyond, 503
 * @param notesPerAddress of them, of one address; beyond, 429
 * @param notePatience how long the body of a request may take to come
 * @param responseBytes of one response; larger than a volume of {@code mail.zip}
 * @param sendingBytes memory for bodies of more than 64 KiB until they are sent; beyond, 503
 * @param readingBytes memory for mails of more than 32 KiB while an answer is made of them, at
 *     three times their size and more; beyond, 503
 * @param idle after which a silent connection is closed, and one of HTTP/2 without a request
 * @param headPatience how long a request's head may take to come, from its first byte on, and its
 *     body again
 * @param crowdedPatience how long a connection may be silent, or a head or body take, where three
 *     quarters of {@code connections} are open
 * @param bytesPerSecond of a response that its reader must take on average: less than any takes
 *     over Tor and a bad line
 * @param takingPatience how long a reader may take less, or nothing; longer than {@code
 *     socketBytes} take to go at such a rate, since the kernel asks for more when a third is gone
 * @param socketBytes of what is sent that lie in the kernel for one connection; Linux doubles them
 * @param streams requests of one HTTP/2 connection in work at the same time
 * @param searchThreads searches in work at the same time, and as many answers that are made of
 *     mails of more than 32 KiB
 * @param searchesWaiting searches that wait, and as many such answers; beyond, 503
 * @param searchPatience how long either may wait for a thread
 * @param searchTime how long a search may run; it then answers with what it has
 * @param cacheBytes memory for rendered pages
 * @param textChars characters of a mail that its page shows; the rest is in the source
 */
public record SiteLimits(
    int connections,
    int connectionsPerAddress,
    int threads,
    int makers,
    int requestsPerSecond,
    int burst,
    int addresses,
    int requestsPerAddress,
    int responsesPerAddress,
    int requests,
    int downloads,
    int waiting,
    Duration patience,
    int headerBytes,
    int bodyBytes,
    int notes,
    int notesPerAddress,
    Duration notePatience,
    long responseBytes,
    long sendingBytes,
    long readingBytes,
    Duration idle,
    Duration headPatience,
    Duration crowdedPatience,
    int bytesPerSecond,
    Duration takingPatience,
    int socketBytes,
    int streams,
    int searchThreads,
    int searchesWaiting,
    Duration searchPatience,
    Duration searchTime,
    long cacheBytes,
    int textChars) {

  /** The documented defaults. */
  public static final SiteLimits DEFAULT =
      new SiteLimits(
          8_192,
          256,
          64,
          Math.max(16, 2 * Runtime.getRuntime().availableProcessors()),
          30,
          120,
          50_000, // some 20 MB when full
          8, // half of those that make pages
          64,
          1_024,
          512,
          1_024,
          Duration.ofSeconds(10),
          8 << 10,
          NoteBox.BYTES,
          256,
          4,
          Duration.ofSeconds(10),
          2L << 30,
          Runtime.getRuntime().maxMemory() / 4, // the rest is for pages, searches and the program
          Runtime.getRuntime().maxMemory() / 4,
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          512,
          Duration.ofSeconds(300),
          128 << 10, // some 2 MB a second at a round trip of 100 ms
          64,
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2), // the rest reads on
          64,
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          64L << 20,
          400_000);

  public SiteLimits {
    positive("connections", connections);
    positive("connectionsPerAddress", connectionsPerAddress);
    positive("threads", threads);
    positive("makers", makers);
    positive("requestsPerSecond", requestsPerSecond);
    positive("burst", burst);
    positive("addresses", addresses);
    positive("requestsPerAddress", requestsPerAddress);
    positive("responsesPerAddress", responsesPerAddress);
    positive("requests", requests);
    positive("downloads", downloads);
    positive("waiting", waiting);
    positive("patience", patience.toMillis());
    positive("headerBytes", headerBytes);
    positive("bodyBytes", bodyBytes);
    positive("notes", notes);
    positive("notesPerAddress", notesPerAddress);
    positive("notePatience", notePatience.toMillis());
    positive("responseBytes", responseBytes);
    positive("sendingBytes", sendingBytes);
    positive("readingBytes", readingBytes);
    positive("idle", idle.toMillis());
    positive("headPatience", headPatience.toMillis());
    positive("crowdedPatience", crowdedPatience.toMillis());
    positive("bytesPerSecond", bytesPerSecond);
    positive("takingPatience", takingPatience.toMillis());
    positive("socketBytes", socketBytes);
    positive("streams", streams);
    positive("searchThreads", searchThreads);
    positive("searchesWaiting", searchesWaiting);
    positive("searchPatience", searchPatience.toMillis());
    positive("searchTime", searchTime.toMillis());
    positive("cacheBytes", cacheBytes);
    positive("textChars", textChars);
  }

  /** How slow the other end of a connection may be. */
  LeastPace pace() {
    return new LeastPace(idle, headPatience, crowdedPatience, bytesPerSecond, takingPatience);
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
