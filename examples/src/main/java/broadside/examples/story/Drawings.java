package broadside.examples.story;

import static broadside.examples.mime.Picture.AMBER;
import static broadside.examples.mime.Picture.BLUE;
import static broadside.examples.mime.Picture.EARTH;
import static broadside.examples.mime.Picture.GREEN;
import static broadside.examples.mime.Picture.GREY;
import static broadside.examples.mime.Picture.INK;
import static broadside.examples.mime.Picture.MIST;
import static broadside.examples.mime.Picture.RED;
import static broadside.examples.mime.Picture.SAND;
import static broadside.examples.mime.Picture.SHALLOW;
import static broadside.examples.mime.Picture.SLATE;
import static broadside.examples.mime.Picture.TIMBER;
import static broadside.examples.mime.Picture.WATER;
import static broadside.examples.mime.Picture.WHITE;

import broadside.examples.mime.Picture;

/** The pictures of the story, drawn in code: plans, charts, a wall with a crack, a cat. */
final class Drawings {

  private Drawings() {}

  /** The PNG of a drawing: a name and, for charts, numbers after it. */
  static byte[] png(String order) {
    String[] words = order.strip().split(" +", -1);
    Picture picture =
        switch (words[0]) {
          case "plan" -> plan(words.length > 1 ? words[1] : "");
          case "section" -> section();
          case "crack" -> crack(Integer.parseInt(words[1]));
          case "bars" -> bars(words);
          case "curve" -> curve(words);
          case "crest" -> crest();
          case "cat" -> cat();
          case "ferry" -> ferry();
          default -> throw new IllegalArgumentException("no drawing " + words[0]);
        };
    return picture.png();
  }

  private static Picture plan(String marked) {
    Picture plan = new Picture(280, 180, WATER);
    plan.rectangle(0, 0, 280, 54, SAND);
    for (int x = 0; x < 280; x++) {
      plan.rectangle(x, 54, 1, 5 + (x * 7 + x * x / 31) % 9, SHALLOW);
    }
    plan.rectangle(96, 40, 26, 96, GREY);
    plan.rectangle(176, 46, 60, 14, GREY);
    plan.line(122, 132, 190, 160, 4, TIMBER);
    plan.line(10, 170, 70, 140, 6, SLATE);
    plan.write(16, 14, 2, INK, "QUILLHAVEN");
    plan.write(100, 28, 1, INK, "NORTH QUAY");
    plan.write(184, 36, 1, INK, "LANTERN QUAY");
    for (int hole = 1; hole <= 9; hole++) {
      int x = 88 + hole % 3 * 18;
      int y = 58 + hole / 3 * 22;
      boolean seven = marked.equals("BH" + hole);
      plan.disc(x, y, seven ? 6 : 3, seven ? RED : INK);
      plan.write(x + 8, y - 3, 1, seven ? RED : INK, "BH" + hole);
    }
    plan.line(250, 160, 250, 130, 2, INK);
    plan.write(248, 120, 1, INK, "N");
    return plan;
  }

  private static Picture section() {
    Picture section = new Picture(260, 180, WHITE);
    section.rectangle(0, 20, 260, 30, WATER);
    section.rectangle(0, 50, 260, 34, SAND);
    for (int x = 0; x < 260; x++) {
      int deep = 40 - Math.abs(x - 150) / 3;
      section.rectangle(x, 84, 1, Math.max(6, deep), SLATE);
    }
    section.rectangle(0, 140, 260, 40, EARTH);
    for (int pile = 0; pile < 7; pile++) {
      section.rectangle(40 + pile * 30, 8, 5, pile == 4 ? 128 : 112, INK);
    }
    section.write(6, 60, 1, INK, "SAND");
    section.write(6, 86, 1, WHITE, "CLAY");
    section.write(6, 160, 1, WHITE, "ROCK");
    section.write(140, 104, 2, RED, "BH7");
    return section;
  }

  private static Picture crack(int steps) {
    Picture wall = new Picture(200, 150, SAND);
    for (int row = 0; row < 10; row++) {
      wall.line(0, row * 15, 199, row * 15, 1, EARTH);
      for (int brick = 0; brick < 8; brick++) {
        int x = brick * 28 + row % 2 * 14;
        wall.line(x, row * 15, x, row * 15 + 15, 1, EARTH);
      }
    }
    int x = 70;
    for (int step = 0; step < steps; step++) {
      int next = x + (step * 37 % 23 - 9);
      wall.line(x, step * 8, next, step * 8 + 8, 1 + step % 3, INK);
      x = next;
    }
    wall.rectangle(150, 110, 40, 8, WHITE);
    wall.write(152, 111, 1, INK, "10 CM");
    return wall;
  }

  private static Picture bars(String[] words) {
    Picture chart = new Picture(260, 150, WHITE);
    chart.line(20, 130, 250, 130, 1, INK);
    int count = words.length - 1;
    int wide = 220 / count;
    for (int bar = 0; bar < count; bar++) {
      int value = Integer.parseInt(words[bar + 1]);
      int high = value * 110 / 260;
      chart.rectangle(24 + bar * wide, 130 - high, wide - 6, high, value > 142 ? RED : BLUE);
      chart.write(24 + bar * wide, 122 - high, 1, INK, value / 10 + "." + value % 10);
    }
    return chart;
  }

  private static Picture curve(String[] words) {
    Picture chart = new Picture(280, 150, WHITE);
    chart.rectangle(20, 10, 250, 120, MIST);
    chart.line(20, 70, 270, 70, 1, AMBER);
    chart.line(20, 30, 270, 30, 1, RED);
    int count = words.length - 1;
    for (int point = 1; point < count; point++) {
      chart.line(
          20 + (point - 1) * 250 / (count - 1),
          130 - Integer.parseInt(words[point]) * 2,
          20 + point * 250 / (count - 1),
          130 - Integer.parseInt(words[point + 1]) * 2,
          2,
          BLUE);
    }
    chart.write(24, 24, 1, RED, "50 MM STOP");
    chart.write(24, 64, 1, SLATE, "30 MM LOOK");
    return chart;
  }

  private static Picture crest() {
    Picture crest = new Picture(96, 60, WHITE);
    crest.rectangle(30, 6, 36, 30, BLUE);
    crest.disc(48, 36, 17, BLUE);
    crest.rectangle(44, 12, 8, 22, AMBER);
    crest.disc(48, 14, 6, AMBER);
    crest.line(34, 44, 62, 44, 2, WHITE);
    return crest;
  }

  private static Picture cat() {
    Picture cat = new Picture(160, 120, SHALLOW);
    cat.rectangle(0, 90, 160, 30, TIMBER);
    cat.disc(80, 70, 26, INK);
    cat.disc(80, 36, 17, INK);
    cat.line(66, 24, 66, 12, 6, INK);
    cat.line(94, 24, 94, 12, 6, INK);
    cat.disc(74, 34, 3, GREEN);
    cat.disc(86, 34, 3, GREEN);
    cat.line(104, 84, 132, 60, 5, INK);
    cat.disc(80, 62, 9, WHITE);
    return cat;
  }

  private static Picture ferry() {
    Picture ferry = new Picture(280, 140, MIST);
    ferry.rectangle(0, 96, 280, 44, WATER);
    for (int row = 0; row < 18; row++) {
      ferry.rectangle(50 + row, 82 + row, 180 - 2 * row, 1, INK);
    }
    ferry.rectangle(80, 60, 120, 22, WHITE);
    for (int window = 0; window < 9; window++) {
      ferry.rectangle(86 + window * 12, 66, 7, 7, BLUE);
    }
    ferry.rectangle(120, 36, 20, 24, AMBER);
    ferry.write(96, 86, 2, WHITE, "MARIGOLD");
    return ferry;
  }
}
