-- Format 2: releases and threads. What each table means: docs/formats/ledger.md.

-- A release whose files are complete. Its directory bears its name at this moment or when the
-- next command runs; statement is the SHA-256 of its text.
CREATE TABLE release (
  number    INTEGER PRIMARY KEY,
  first     INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  title     TEXT    NOT NULL,
  time      INTEGER NOT NULL,
  about     BLOB    NOT NULL,
  statement BLOB    NOT NULL
) STRICT;

-- Keys of the ids that published mails bear or name, as two forests: what names join, and what
-- names or subjects join. A root is its own parent; own is 1 for the own key of a published mail.
CREATE TABLE thread_node (
  node   INTEGER PRIMARY KEY,
  named  INTEGER NOT NULL,
  joined INTEGER NOT NULL,
  own    INTEGER NOT NULL
) STRICT;

-- Published mails that only a subject can join.
CREATE TABLE thread_subject (
  subject INTEGER NOT NULL,
  date    INTEGER NOT NULL,
  mail    INTEGER NOT NULL,
  reply   INTEGER NOT NULL,
  PRIMARY KEY (subject, date, mail)
) STRICT, WITHOUT ROWID;

-- The pairs of thread keys that each release joins, as its file "aliases" lists them.
CREATE TABLE thread_alias (
  release  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  key      INTEGER NOT NULL,
  other    INTEGER NOT NULL,
  subject  INTEGER NOT NULL,
  PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;
