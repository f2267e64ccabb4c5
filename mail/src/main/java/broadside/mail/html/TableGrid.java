package broadside.mail.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Makes the cells of a table fit: no row and no column without a cell that begins in it, no cell
 * over another or below the last row of its group. Cells stay where browsers put them.
 *
 * <p>Source: the forming of tables in the HTML standard.
 */
final class TableGrid {

  /** Places of all tables of a page that are looked at; a cell beyond them has one. */
  private static final int MOST_PLACES = 200_000;

  private int places;

  /** Where a cell stands. */
  private record Cell(Node node, int column, int columns) {}

  /** Changes the rows, the columns and the spans of the table. */
  void fit(Node table) {
    List<Cell> cells = new ArrayList<>();
    BitSet begins = new BitSet();
    List<Node> kept = new ArrayList<>();
    for (Node part : table.children()) {
      if (part.is(Elements.ROW_GROUPS)) {
        fitRows(part, cells, begins);
      }
      if (!part.is(Elements.ROW_GROUPS) || !part.children().isEmpty()) {
        kept.add(part);
      }
    }
    for (Cell cell : cells) {
      int columns = begins.get(cell.column, cell.column + cell.columns).cardinality();
      span(cell.node, "colspan", columns);
    }
    table.put(kept);
    fitColumns(table, begins.cardinality());
  }

  private void fitRows(Node group, List<Cell> cells, BitSet begins) {
    List<Node> rows = group.children();
    int[] keptBefore = new int[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      keptBefore[i + 1] = keptBefore[i] + (cells(rows.get(i)).isEmpty() ? 0 : 1);
    }
    int[] free = new int[8];
    for (int y = 0; y < rows.size(); y++) {
      int x = 0;
      for (Node cell : cells(rows.get(y))) {
        for (; x < free.length && free[x] > y && !isSpent(); x++) {
          places++;
        }
        int height = isSpent() ? 1 : span(cell, "rowspan");
        int end = height == 0 ? rows.size() : Math.min(rows.size(), y + height);
        span(cell, "rowspan", keptBefore[end] - keptBefore[y]);
        int most = isSpent() ? 1 : Math.max(1, span(cell, "colspan"));
        int width = 1;
        while (width < most && (x + width >= free.length || free[x + width] <= y)) {
          width++;
        }
        free = free.length < x + width ? Arrays.copyOf(free, 2 * (x + width)) : free;
        Arrays.fill(free, x, x + width, end);
        cells.add(new Cell(cell, x, width));
        begins.set(x);
        places += width;
        x += width;
      }
    }
    group.put(rows.stream().filter(row -> !cells(row).isEmpty()).toList());
  }

  private boolean isSpent() {
    return places > MOST_PLACES;
  }

  private static List<Node> cells(Node row) {
    return row.children().stream().filter(child -> child.is(Elements.CELLS)).toList();
  }

  /** Columns that are named stay where they are as many as the table has. */
  private static void fitColumns(Node table, int columns) {
    int named = 0;
    for (Node part : table.children()) {
      if (part.is("colgroup")) {
        List<Node> each = part.children();
        if (!each.isEmpty()) {
          part.take("span");
        }
        named +=
            each.isEmpty()
                ? Math.max(1, span(part, "span"))
                : each.stream().mapToInt(col -> Math.max(1, span(col, "span"))).sum();
      }
    }
    if (named != columns) {
      table.put(table.children().stream().filter(part -> !part.is("colgroup")).toList());
    }
  }

  private static int span(Node node, String attribute) {
    return node.has(attribute) ? Integer.parseInt(node.value(attribute)) : 1;
  }

  private static void span(Node node, String attribute, int value) {
    node.take(attribute);
    if (value > 1) {
      node.set(attribute, Integer.toString(value));
    }
  }
}
