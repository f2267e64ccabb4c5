package broadside.site.pages;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Renders pages to UTF-8.
 *
 * <p><b>Threads:</b> stateless.
 */
public final class Pages {
  /** No tag of ours is looked at on its way. */
  private static final HtmlInterceptor PLAIN =
      new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(
            String name, Map<String, Object> attributes, TemplateOutput out) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput out) {}
      };

  private Pages() {}

  public static byte[] home(Frame frame, HomePage page) {
    return render(out -> JtehomeGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] releases(Frame frame, ReleasesPage page) {
    return render(out -> JtereleasesGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] release(Frame frame, ReleasePage page) {
    return render(out -> JtereleaseGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] sealed(Frame frame, SealedPage page) {
    return render(out -> JtesealedGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] message(Frame frame, MessagePage page) {
    return render(out -> JtemessageGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] tombstone(Frame frame, Tombstone page) {
    return render(out -> JtetombstoneGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] thread(Frame frame, ThreadPage page) {
    return render(out -> JtethreadGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] search(Frame frame, SearchPage page) {
    return render(out -> JtesearchGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] help(Frame frame, List<Example> examples) {
    return render(out -> JtehelpGenerated.render(out, PLAIN, frame, examples));
  }

  public static byte[] about(Frame frame, AboutPage page) {
    return render(out -> JteaboutGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] verify(Frame frame, VerifyPage page) {
    return render(out -> JteverifyGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] withdrawals(Frame frame, List<ActLine> lines, int earlier) {
    return render(out -> JtewithdrawalsGenerated.render(out, PLAIN, frame, lines, earlier));
  }

  public static byte[] correction(Frame frame, CorrectionPage page) {
    return render(out -> JtecorrectionGenerated.render(out, PLAIN, frame, page));
  }

  public static byte[] notice(Frame frame, Notice notice) {
    return render(out -> JtenoticeGenerated.render(out, PLAIN, frame, notice));
  }

  /** The Atom feed. */
  public static byte[] feed(FeedPage page) {
    return render(out -> JtefeedGenerated.render(out, PLAIN, page));
  }

  /** The page of a mail's own HTML: no masthead, since it is shown under a policy of its own. */
  public static byte[] mailHtml(MailHtml page) {
    return render(out ->
        JtemailhtmlGenerated.render(out, PLAIN, page, body -> body.writeContent(page.html())));
  }

  private static byte[] render(Consumer<HtmlTemplateOutput> template) {
    Utf8Page page = new Utf8Page();
    template.accept(new Escaping(page));
    return page.toByteArray();
  }
}
