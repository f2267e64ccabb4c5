-- Format 4: redactions and corrections. What each table means: docs/formats/ledger.md.

-- Mails with parts removed, in whose place they are published: from the mail's release on, where
-- position is 0, else from the statement at this position on.
CREATE TABLE redaction (
  mail       INTEGER NOT NULL REFERENCES mail,
  position   INTEGER NOT NULL,
  reason     TEXT    NOT NULL,
  commitment BLOB    NOT NULL,
  salt       BLOB    NOT NULL,
  bytes      INTEGER NOT NULL,
  crc        INTEGER NOT NULL,
  deflated   BLOB    NOT NULL,
  PRIMARY KEY (mail, position)
) STRICT, WITHOUT ROWID;

-- What was redacted after its release can be redacted again, and withdrawn.
CREATE TABLE act (
  number   INTEGER NOT NULL,
  release  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (number, position)
) STRICT, WITHOUT ROWID;
INSERT INTO act SELECT number, release, position FROM withdrawal;
DROP TABLE withdrawal;
ALTER TABLE act RENAME TO withdrawal;
CREATE INDEX withdrawal_release ON withdrawal (release);

-- What corrections say, by its SHA-256.
CREATE TABLE correction (
  hash BLOB PRIMARY KEY,
  text BLOB NOT NULL
) STRICT, WITHOUT ROWID;
