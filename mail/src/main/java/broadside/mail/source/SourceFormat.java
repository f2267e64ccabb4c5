package broadside.mail.source;

/** What a file's content says it is. The lower-case name is stored in the ledger. */
public enum SourceFormat {
  MBOXO,
  MBOXRD,
  MBOXCL,
  PIPERMAIL,
  EML,
  EMLX,
  ZIP,
  TAR,
  GZIP,
  ZSTD,
  PST,
  MSG,
  OTHER
}
