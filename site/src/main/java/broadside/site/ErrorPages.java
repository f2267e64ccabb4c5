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

  ErrorPages(Answers answers, Sender sender) {
    this.answers = answers;
    this.sender = sender;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    if (status == 429 || status == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    Reply page = answers.failure(status);
    sender.send(request, response, callback, page);
    return true;
  }
}
