package broadside.intake.thread;

import broadside.archive.release.ThreadAlias.Link;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The message ids that published mails bear or name, as two forests in the ledger's table {@code
 * thread_node}: in one a tree is what names join, in the other what names or subjects join.
 *
 * <p>A root is always the own thread key of a published mail. Readers know only own keys: a pair is
 * written to {@code thread_alias} whenever two trees with own keys become one, and whenever a key
 * that is known as another mail's reference becomes an own key.
 *
 * <p><b>Threads:</b> one.
 */
final class ThreadForest implements AutoCloseable {

  /** Which of the two forests. */
  private enum Forest {
    NAMED,
    JOINED
  }

  private record Node(long named, long joined, boolean own) {
    long parent(Forest forest) {
      return switch (forest) {
        case NAMED -> named;
        case JOINED -> joined;
      };
    }
  }

  private final PreparedStatement select;
  private final PreparedStatement insert;
  private final PreparedStatement setOwn;
  private final PreparedStatement setNamed;
  private final PreparedStatement setJoined;
  private final PreparedStatement insertAlias;
  private final int release;
  private long pairs;

  ThreadForest(Connection connection, int release) throws SQLException {
    this.release = release;
    select =
        connection.prepareStatement("SELECT named, joined, own FROM thread_node WHERE node = ?");
    insert = connection.prepareStatement("INSERT INTO thread_node VALUES (?, ?, ?, ?)");
    setOwn = connection.prepareStatement("UPDATE thread_node SET own = 1 WHERE node = ?");
    setNamed = connection.prepareStatement("UPDATE thread_node SET named = ? WHERE node = ?");
    setJoined = connection.prepareStatement("UPDATE thread_node SET joined = ? WHERE node = ?");
    insertAlias = connection.prepareStatement("INSERT INTO thread_alias VALUES (?, ?, ?, ?, ?)");
  }

  /** Adds a published mail with this own key, which bears or names these ids. */
  void add(long key, long[] ids) throws SQLException {
    Node known = find(key);
    if (known == null) {
      insert(key, key, true);
    } else if (!known.own()) {
      setOwn.setLong(1, key);
      setOwn.executeUpdate();
      writePair(key, root(Forest.NAMED, key), Link.REFERENCES);
    }
    long root = known == null ? key : root(Forest.NAMED, key);
    for (long id : ids) {
      if (id == key) {
        continue;
      }
      if (find(id) == null) {
        insert(id, root, false);
        continue;
      }
      long other = root(Forest.NAMED, id);
      if (other != root) {
        writePair(other, root, Link.REFERENCES);
        joinRoots(root(Forest.JOINED, other), root(Forest.JOINED, root));
        root = link(setNamed, other, root);
      }
    }
  }

  /** Joins two own keys by their mails' subject, where nothing joins them yet. */
  void joinBySubject(long key, long other) throws SQLException {
    long a = root(Forest.JOINED, key);
    long b = root(Forest.JOINED, other);
    if (a != b) {
      writePair(key, other, Link.SUBJECT);
      joinRoots(a, b);
    }
  }

  /** Pairs written so far. */
  long pairs() {
    return pairs;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement s :
        new PreparedStatement[] {select, insert, setOwn, setNamed, setJoined, insertAlias}) {
      s.close();
    }
  }

  private void joinRoots(long a, long b) throws SQLException {
    if (a != b) {
      link(setJoined, a, b);
    }
  }

  /** Puts one root under the other. Keys are as good as random: trees stay flat. */
  private static long link(PreparedStatement setParent, long a, long b) throws SQLException {
    setParent.setLong(1, Math.min(a, b));
    setParent.setLong(2, Math.max(a, b));
    setParent.executeUpdate();
    return Math.min(a, b);
  }

  private long root(Forest forest, long node) throws SQLException {
    long root = node;
    int steps = 0;
    for (long parent = parent(forest, root); parent != root; steps++) {
      root = parent;
      parent = parent(forest, root);
    }
    if (steps > 1) {
      PreparedStatement set =
          switch (forest) {
            case NAMED -> setNamed;
            case JOINED -> setJoined;
          };
      set.setLong(1, root);
      set.setLong(2, node);
      set.executeUpdate();
    }
    return root;
  }

  private long parent(Forest forest, long node) throws SQLException {
    Node found = find(node);
    if (found == null) {
      throw new SQLException("thread_node has no row " + node);
    }
    return found.parent(forest);
  }

  private @Nullable Node find(long node) throws SQLException {
    select.setLong(1, node);
    try (ResultSet r = select.executeQuery()) {
      return r.next() ? new Node(r.getLong(1), r.getLong(2), r.getBoolean(3)) : null;
    }
  }

  private void insert(long node, long parent, boolean own) throws SQLException {
    insert.setLong(1, node);
    insert.setLong(2, parent);
    insert.setLong(3, parent);
    insert.setBoolean(4, own);
    insert.executeUpdate();
  }

  private void writePair(long key, long other, Link link) throws SQLException {
    insertAlias.setInt(1, release);
    insertAlias.setLong(2, ++pairs);
    insertAlias.setLong(3, key);
    insertAlias.setLong(4, other);
    insertAlias.setBoolean(5, link == Link.SUBJECT);
    insertAlias.executeUpdate();
  }
}
