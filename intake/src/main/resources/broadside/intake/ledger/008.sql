-- Format 8: what of the plan readers are told. What each table means: docs/formats/ledger.md.

-- One row where the plan is announced.
CREATE TABLE announcement (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  titles INTEGER NOT NULL,
  counts INTEGER NOT NULL
) STRICT;
