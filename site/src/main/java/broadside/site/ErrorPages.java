package broadside.site;

import broadside.site.answers.Answers;
import broadside.site.http.Reply;
import broadside.site.http.Sender;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Every error as a page that says what happened and what to do now. */
final class ErrorPages extends ErrorHandler {
  private static final int RETRY_SECONDS = 10;

  private final Answers answers;
  private final Sender sender;
  private final boolean preview;

  /**
   * The pages of a site.
   *
   * @param preview true where they are for this machine alone
   */
  ErrorPages(Answers answers, Sender sender, boolean preview) {
    this.answers = answers;
    this.sender = sender;
    this.preview = preview;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (preview && !ThisMachine.isNamed(request)) {
      ThisMachine.refuse(response, callback);
      return true;
    }
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    if (status == 429 || status == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    Reply page = answers.failure(status);
    sender.send(request, response, callback, page);
    return true;
  }
}
