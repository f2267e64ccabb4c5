package broadside.site;

import java.time.Duration;

/** The limits of a site under test: the defaults, but for those that the test sets. */
final class Narrow {
  private static final SiteLimits DEFAULT = SiteLimits.DEFAULT;

  int connections = DEFAULT.connections();
  int connectionsPerAddress = DEFAULT.connectionsPerAddress();
  int threads = DEFAULT.threads();
  int makers = DEFAULT.makers();
  int requestsPerSecond = DEFAULT.requestsPerSecond();
  int burst = DEFAULT.burst();
  int addresses = DEFAULT.addresses();
  int requestsPerAddress = DEFAULT.requestsPerAddress();
  int responsesPerAddress = DEFAULT.responsesPerAddress();
  int requests = DEFAULT.requests();
  int downloads = DEFAULT.downloads();
  int waiting = DEFAULT.waiting();
  Duration patience = DEFAULT.patience();
  int headerBytes = DEFAULT.headerBytes();
  int bodyBytes = DEFAULT.bodyBytes();
  int notes = DEFAULT.notes();
  int notesPerAddress = DEFAULT.notesPerAddress();
  Duration notePatience = DEFAULT.notePatience();
  long responseBytes = DEFAULT.responseBytes();
  long sendingBytes = DEFAULT.sendingBytes();
  long readingBytes = DEFAULT.readingBytes();
  Duration idle = DEFAULT.idle();
  Duration headPatience = DEFAULT.headPatience();
  Duration crowdedPatience = DEFAULT.crowdedPatience();
  int bytesPerSecond = DEFAULT.bytesPerSecond();
  Duration takingPatience = DEFAULT.takingPatience();
  int socketBytes = DEFAULT.socketBytes();
  int streams = DEFAULT.streams();
  int searchThreads = DEFAULT.searchThreads();
  int searchesWaiting = DEFAULT.searchesWaiting();
  Duration searchPatience = DEFAULT.searchPatience();
  Duration searchTime = DEFAULT.searchTime();
  long cacheBytes = DEFAULT.cacheBytes();
  int textChars = DEFAULT.textChars();

  SiteLimits limits() {
    return new SiteLimits(
        connections,
        connectionsPerAddress,
        threads,
        makers,
        requestsPerSecond,
        burst,
        addresses,
        requestsPerAddress,
        responsesPerAddress,
        requests,
        downloads,
        waiting,
        patience,
        headerBytes,
        bodyBytes,
        notes,
        notesPerAddress,
        notePatience,
        responseBytes,
        sendingBytes,
        readingBytes,
        idle,
        headPatience,
        crowdedPatience,
        bytesPerSecond,
        takingPatience,
        socketBytes,
        streams,
        searchThreads,
        searchesWaiting,
        searchPatience,
        searchTime,
        cacheBytes,
        textChars);
  }
}
