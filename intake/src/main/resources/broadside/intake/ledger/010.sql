-- Format 10: mails whose bytes were erased. What each table means: docs/formats/ledger.md.

-- commitment: to the bytes that were there, under the mail's salt. done: 1 once the segment has
-- zeros in their place.
CREATE TABLE erasure (
  mail       INTEGER PRIMARY KEY REFERENCES mail,
  time       INTEGER NOT NULL,
  reason     TEXT    NOT NULL,
  note       TEXT    NOT NULL,
  commitment BLOB    NOT NULL,
  done       INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_unfinished ON erasure (mail) WHERE done = 0;
