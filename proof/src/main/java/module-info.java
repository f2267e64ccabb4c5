/** What a reader needs to check a publication. Depends on the JDK alone. */
module broadside.proof {
  requires java.base;
  requires static org.jspecify;

  exports broadside.proof.history;
  exports broadside.proof.log;
  exports broadside.proof.mail;
  exports broadside.proof.merkle;
  exports broadside.proof.note;
  exports broadside.proof.policy;
  exports broadside.proof.release;
  exports broadside.proof.sealed;
  exports broadside.proof.statement;
  exports broadside.proof.text;
}
