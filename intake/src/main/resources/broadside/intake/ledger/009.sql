-- Format 9: what void releases held. What each table means: docs/formats/ledger.md.

-- Which mails a sealed release held that is void.
CREATE TABLE voided (
  release INTEGER NOT NULL REFERENCES release,
  mail    INTEGER NOT NULL REFERENCES mail,
  PRIMARY KEY (release, mail)
) STRICT, WITHOUT ROWID;
