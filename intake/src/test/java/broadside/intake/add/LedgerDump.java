package broadside.intake.add;

import broadside.intake.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Everything in a ledger but what is drawn by chance, keyed by a secret, or a time. */
final class LedgerDump {
  private static final List<String> QUERIES =
      List.of(
          "SELECT id, name, expected, gone FROM source ORDER BY id",
          "SELECT * FROM file ORDER BY id",
          "SELECT * FROM segment ORDER BY number",
          "SELECT id, hash, state, date, content, bytes, segment, offset, deflated, crc, file,"
              + " file_offset, file_length, attachments, release, number, dkim FROM mail ORDER BY id",
          "SELECT * FROM duplicate ORDER BY file, file_offset, mail",
          "SELECT * FROM refusal ORDER BY file, file_offset, reason",
          "SELECT * FROM repair ORDER BY file, file_offset, what",
          "SELECT mail, reply, length(ids), length(correspondents) FROM mail_thread ORDER BY mail",
          "SELECT * FROM defect ORDER BY mail, kind",
          "SELECT * FROM finding ORDER BY mail, position",
          "SELECT * FROM quotation ORDER BY mail",
          "SELECT * FROM dkim_key ORDER BY name, record",
          "SELECT * FROM signature_key ORDER BY mail, name");

  private LedgerDump() {}

  /** One line for each row. */
  static List<String> of(Path publication) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      return directory
          .ledger()
          .with(connection -> {
            List<String> lines = new ArrayList<>();
            for (String query : QUERIES) {
              try (Statement s = connection.createStatement();
                  ResultSet r = s.executeQuery(query)) {
                while (r.next()) {
                  StringBuilder line = new StringBuilder(query.substring(0, 20));
                  for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                    Object value = r.getObject(i);
                    line.append(' ')
                        .append(
                            value instanceof byte[] bytes
                                ? HexFormat.of().formatHex(bytes)
                                : value);
                  }
                  lines.add(line.toString());
                }
              }
            }
            return lines;
          });
    }
  }
}
