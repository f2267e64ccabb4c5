-- Format 3: what editors signed. What each table means: docs/formats/ledger.md.

-- The texts of each version of the policy.
CREATE TABLE policy (
  version INTEGER PRIMARY KEY,
  log     TEXT NOT NULL,
  roles   TEXT NOT NULL
) STRICT;

-- The entries of the log, in their order. Those that the published log has not yet are appended
-- by the next command that writes.
CREATE TABLE statement (
  position INTEGER PRIMARY KEY,
  note     BLOB NOT NULL
) STRICT;

-- Under which version of the policy a release was made, and where its statement stands in the log.
ALTER TABLE release ADD COLUMN policy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE release ADD COLUMN position INTEGER NOT NULL DEFAULT 0;

-- Mails that were taken back after their release, by the statement that says so.
CREATE TABLE withdrawal (
  number   INTEGER PRIMARY KEY,
  release  INTEGER NOT NULL,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX withdrawal_release ON withdrawal (release);
