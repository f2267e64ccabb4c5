-- Format 5: signatures of mails. What each table means: docs/formats/ledger.md.

-- What its signatures are worth, as its manifest line says it or will; null where nobody looked.
ALTER TABLE mail ADD COLUMN dkim TEXT;

-- The keys of domains that are known. An empty record: it was looked up, and there was none.
CREATE TABLE dkim_key (
  name   TEXT    NOT NULL,
  record TEXT    NOT NULL,
  source TEXT    NOT NULL,
  date   TEXT    NOT NULL,
  public INTEGER NOT NULL,
  PRIMARY KEY (name, record)
) STRICT, WITHOUT ROWID;

-- The names under which keys were found for a mail's signatures.
CREATE TABLE signature_key (
  mail INTEGER NOT NULL REFERENCES mail,
  name TEXT    NOT NULL,
  PRIMARY KEY (mail, name)
) STRICT, WITHOUT ROWID;

-- The keys that each release keeps, as its file "keys" lists them.
CREATE TABLE release_key (
  release  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text     TEXT    NOT NULL,
  PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;

-- Lists of later verdicts about a release, by the statement that names them.
CREATE TABLE verdict_list (
  position INTEGER PRIMARY KEY,
  release  INTEGER NOT NULL,
  hash     BLOB    NOT NULL,
  text     BLOB    NOT NULL
) STRICT;
