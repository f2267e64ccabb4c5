-- Format 6: sealed releases. What each table means: docs/formats/ledger.md.

-- The SHA-256 of the text of the sealed statement, where the release was sealed; else null.
ALTER TABLE release ADD COLUMN seal BLOB;
