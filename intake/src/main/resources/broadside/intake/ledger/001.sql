-- Format 1. What each table means: docs/formats/ledger.md.

-- A file or folder that was added. Its path is not stored: path_key is an HMAC of it, so that the
-- same source is known again.
CREATE TABLE source (
  id       INTEGER PRIMARY KEY,
  name     TEXT    NOT NULL UNIQUE,
  path_key BLOB    NOT NULL UNIQUE,
  added    INTEGER NOT NULL,
  expected INTEGER,
  gone     INTEGER
) STRICT;

CREATE TABLE file (
  id     INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source,
  path   TEXT    NOT NULL,
  format TEXT    NOT NULL,
  UNIQUE (source, path)
) STRICT;

-- How many bytes of each segment are committed; what lies behind them is the rest of a crash.
CREATE TABLE segment (
  number INTEGER PRIMARY KEY,
  bytes  INTEGER NOT NULL
) STRICT;

CREATE TABLE mail (
  id          INTEGER PRIMARY KEY,
  hash        BLOB    NOT NULL UNIQUE,
  state       INTEGER NOT NULL,
  date        INTEGER,
  content     BLOB    NOT NULL,
  salt        BLOB    NOT NULL,
  bytes       INTEGER NOT NULL,
  segment     INTEGER NOT NULL,
  offset      INTEGER NOT NULL,
  deflated    INTEGER NOT NULL,
  crc         INTEGER NOT NULL,
  file        INTEGER NOT NULL REFERENCES file,
  file_offset INTEGER NOT NULL,
  file_length INTEGER NOT NULL,
  attachments INTEGER NOT NULL,
  release     INTEGER,
  number      INTEGER
) STRICT;
CREATE INDEX mail_file ON mail (file, state);
CREATE INDEX mail_reviewed ON mail (state) WHERE state IN (1, 2);
CREATE UNIQUE INDEX mail_number ON mail (number) WHERE number IS NOT NULL;

-- Further places where the bytes of a mail were found.
CREATE TABLE duplicate (
  file        INTEGER NOT NULL REFERENCES file,
  file_offset INTEGER NOT NULL,
  mail        INTEGER NOT NULL REFERENCES mail,
  file_length INTEGER NOT NULL,
  PRIMARY KEY (file, file_offset, mail)
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_mail ON duplicate (mail);

CREATE TABLE refusal (
  file        INTEGER NOT NULL REFERENCES file,
  file_offset INTEGER NOT NULL,
  reason      TEXT    NOT NULL,
  file_length INTEGER NOT NULL,
  detail      TEXT    NOT NULL,
  PRIMARY KEY (file, file_offset, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE repair (
  file        INTEGER NOT NULL REFERENCES file,
  file_offset INTEGER NOT NULL,
  what        TEXT    NOT NULL,
  file_length INTEGER NOT NULL,
  PRIMARY KEY (file, file_offset, what)
) STRICT, WITHOUT ROWID;

-- What threads need to know of a mail. Keys are 8 bytes of an HMAC; lists are packed, big-endian.
CREATE TABLE mail_thread (
  mail           INTEGER PRIMARY KEY REFERENCES mail,
  thread         INTEGER NOT NULL,
  message_id     INTEGER,
  ids            BLOB    NOT NULL,
  subject        INTEGER,
  reply          INTEGER NOT NULL,
  correspondents BLOB    NOT NULL
) STRICT;

CREATE TABLE defect (
  mail   INTEGER NOT NULL REFERENCES mail,
  kind   TEXT    NOT NULL,
  count  INTEGER NOT NULL,
  detail TEXT    NOT NULL,
  PRIMARY KEY (mail, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
  mail     INTEGER NOT NULL REFERENCES mail,
  position INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  place    TEXT    NOT NULL,
  excerpt  TEXT    NOT NULL,
  PRIMARY KEY (mail, position)
) STRICT, WITHOUT ROWID;

-- Fingerprints of the passages that a mail quotes, packed; mails that quote nothing have none.
CREATE TABLE quotation (
  mail     INTEGER PRIMARY KEY REFERENCES mail,
  passages BLOB    NOT NULL
) STRICT;

-- Fingerprints of the passages of withheld mails.
CREATE TABLE withheld_passage (
  passage INTEGER NOT NULL,
  mail    INTEGER NOT NULL REFERENCES mail,
  PRIMARY KEY (passage, mail)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
  id     INTEGER PRIMARY KEY,
  time   INTEGER NOT NULL,
  action TEXT    NOT NULL,
  reason TEXT    NOT NULL,
  note   TEXT    NOT NULL
) STRICT;

CREATE TABLE decision_mail (
  decision INTEGER NOT NULL REFERENCES decision,
  mail     INTEGER NOT NULL REFERENCES mail,
  PRIMARY KEY (mail, decision)
) STRICT, WITHOUT ROWID;
