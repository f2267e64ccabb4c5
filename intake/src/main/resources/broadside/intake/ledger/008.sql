-- Format 8: what of the plan readers are told, and logs that continue others. What each table means: docs/formats/ledger.md.

-- One row where the plan is announced.
CREATE TABLE announcement (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  titles INTEGER NOT NULL,
  counts INTEGER NOT NULL
) STRICT;

-- The few entries that say that they continue another log, found without a look at all the others:
-- those that begin with "broadside/v1 continue" and a line feed.
CREATE INDEX statement_continuation ON statement (position)
  WHERE substr(note, 1, 22) = X'62726F6164736964652F763120636F6E74696E75650A';
