package broadside.site.pages;

import java.util.List;

/**
 * What one signature of a mail, or the chain of its forwarders, is worth.
 *
 * @param sentence what was proved, or was not
 * @param facts what it covers, by which key, and who vouches for that
 */
public record SignatureLine(String sentence, List<Fact> facts) {}
