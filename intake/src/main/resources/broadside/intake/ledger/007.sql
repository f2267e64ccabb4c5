-- Format 7: the plan of a series. What each table means: docs/formats/ledger.md.

-- The zone in which the plan counts its days; one row where there is a plan.
CREATE TABLE plan (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  zone TEXT    NOT NULL
) STRICT;

-- Releases to come, in their order.
CREATE TABLE part (
  position INTEGER PRIMARY KEY,
  time     INTEGER NOT NULL,
  title    TEXT    NOT NULL
) STRICT;

-- Which mails a part holds.
CREATE TABLE planned (
  mail INTEGER PRIMARY KEY REFERENCES mail,
  part INTEGER NOT NULL REFERENCES part
) STRICT;
CREATE INDEX planned_part ON planned (part);
