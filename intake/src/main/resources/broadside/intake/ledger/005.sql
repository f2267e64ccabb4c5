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

CREATE INDEX signature_key_name ON signature_key (name);

-- The keys that each release keeps, as its file "keys" lists them.
CREATE TABLE release_key (
  release  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text     TEXT    NOT NULL,
  PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;

-- Files that statements name, by their SHA-256: what corrections say, and later verdicts.
ALTER TABLE correction RENAME TO enclosure;
ALTER TABLE enclosure RENAME COLUMN text TO bytes;
