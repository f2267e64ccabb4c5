/** What a reader needs to check a publication. Depends on the JDK alone. */
module broadside.proof {
  requires java.base;
  requires static org.jspecify;

  exports broadside.proof.merkle;
  exports broadside.proof.release;
}
