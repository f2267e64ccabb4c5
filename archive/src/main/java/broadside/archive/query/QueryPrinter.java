package broadside.archive.query;

import java.util.List;

/** Prints the canonical form. Trees are as deep as {@link QueryLimits#depth} allows. */
final class QueryPrinter {
  private final StringBuilder out = new StringBuilder();

  private QueryPrinter() {}

  static String print(Query query) {
    QueryPrinter printer = new QueryPrinter();
    printer.query(query);
    return printer.out.toString();
  }

  private void query(Query query) {
    switch (query) {
      case Query.And(List<Query> branches) -> list(branches, " ");
      case Query.Or(List<Query> branches) -> list(branches, " OR ");
      case Query.Not(Query branch) -> {
        out.append('-');
        branch(branch);
      }
      case Query.Near near -> near(near);
      case Query.Text text -> text(text);
      case Query.All all -> out.append('*');
      case Query.Nothing nothing -> out.append("-*");
      case Query.After(var day) -> out.append("after:").append(day);
      case Query.Before(var day) -> out.append("before:").append(day);
      case Query.During(var first, var last) ->
          out.append("date:").append(first).append("..").append(last);
      case Query.Larger(long bytes) -> out.append("larger:").append(bytes);
      case Query.Smaller(long bytes) -> out.append("smaller:").append(bytes);
      case Query.Numbers(long first, long last) -> {
        out.append("id:").append(first);
        if (last > first) {
          out.append("..").append(last);
        }
      }
      case Query.Release(int number) -> out.append("release:").append(number);
      case Query.HasAttachment has -> out.append("has:attachment");
      case Query.Exact(Query.Property property, String value) ->
          out.append(property.operator()).append(':').append(value);
    }
  }

  private void list(List<Query> branches, String between) {
    String separator = "";
    for (Query branch : branches) {
      out.append(separator);
      branch(branch);
      separator = between;
    }
  }

  private void branch(Query branch) {
    boolean bracket =
        branch instanceof Query.And || branch instanceof Query.Or || branch instanceof Query.Near;
    out.append(bracket ? "(" : "");
    query(branch);
    out.append(bracket ? ")" : "");
  }

  private void near(Query.Near near) {
    String separator = "";
    for (Query.Text operand : near.operands()) {
      out.append(separator);
      text(operand);
      separator = (near.ordered() ? " ADJ/" : " NEAR/") + near.distance() + " ";
    }
  }

  private void text(Query.Text text) {
    if (text.field() != Field.ANY && !(text instanceof Query.Near)) {
      out.append(text.field().operator()).append(':');
    }
    switch (text) {
      case Query.Word word -> out.append(word.text());
      case Query.Phrase phrase -> out.append('"').append(phrase.text()).append('"');
      case Query.Prefix prefix -> out.append(prefix.text()).append('*');
      case Query.Near near -> near(near);
    }
  }
}
