package broadside.proof.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import broadside.proof.fixture.FormatPage;
import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Seal;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dealing, checking and putting together. The page's vector was made by another program. */
class SharingTest {
  private static final String ORIGIN = "log.example/x";

  private static Dealing deal(int threshold, int shares) {
    SecureRandom random = Seal.random(100 * threshold + shares);
    return Dealing.of(Secret.draw(random), threshold, shares, random);
  }

  private static List<String> vector(String key) throws IOException {
    return FormatPage.read("sealed.md")
        .block("feldman")
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  private static Share share(int index, String hex) throws FormatException {
    return new Share(index, Secret.of(HexFormat.of().parseHex(hex)));
  }

  @Test
  void aCustodiansIdentityIsThatOfThePage() throws Exception {
    Fields vector = new Fields(FormatPage.read("sealed.md").block("custodian").lines().toList());
    byte[] seed = HexFormat.of().parseHex(vector.value("seed"));
    SigningKey key = Keys.ofSeed("c2", KeyType.NOTE, seed);
    assertThat(key.verifier().print()).isEqualTo(vector.value("key"));
    try (AgeIdentity identity = AgeIdentity.of(key)) {
      assertThat(identity.print()).isEqualTo(vector.value("identity"));
      assertThat(identity.recipient()).isEqualTo(vector.value("recipient"));
    }
    vector.end();
    AgeIdentity renamed = AgeIdentity.of(Keys.ofSeed("c3", KeyType.NOTE, seed));
    assertThat(renamed).isNotEqualTo(AgeIdentity.of(key));
  }

  @Test
  @Tag("slow")
  void theGroupIsThatOfTheRfc() {
    assertThat(Group15.P.bitLength()).isEqualTo(3072);
    assertThat(Group15.P.isProbablePrime(20)).isTrue();
    assertThat(Group15.Q.isProbablePrime(20)).isTrue();
    // RFC 3526 §4: 2^3072 - 2^3008 - 1 + 2^64 * ( [2^2942 pi] + 1690314 )
    BigInteger one = BigInteger.ONE;
    BigInteger middle =
        Group15.P.subtract(one.shiftLeft(3072))
            .add(one.shiftLeft(3008))
            .add(one)
            .shiftRight(64)
            .subtract(BigInteger.valueOf(1_690_314));
    assertThat(middle.shiftRight(2942 - 50).doubleValue()).isEqualTo(Math.floor(Math.PI * 0x1p50));
    assertThat(Group15.isElement(Group15.G)).isTrue();
  }

  @Test
  void dealsAndOpensTheVector() throws IOException, FormatException {
    List<BigInteger> coefficients =
        vector("coefficient").stream().map(hex -> new BigInteger(hex, 16)).toList();
    Dealing dealing = Dealing.of(coefficients, 5);
    assertThat(dealing.verifiers().commitments().stream().map(Verifiers::print))
        .isEqualTo(vector("verifier"));
    List<Share> shares = new ArrayList<>();
    for (String hex : vector("share")) {
      shares.add(share(shares.size() + 1, hex));
    }
    assertThat(dealing.shares()).isEqualTo(shares);
    AgeIdentity identity =
        AgeIdentity.of(
            dealing.verifiers().secret(shares.subList(2, 5)),
            vector("origin").getFirst(),
            Integer.parseInt(vector("release").getFirst()));
    assertThat(identity.print()).isEqualTo(vector("identity").getFirst());
    assertThat(identity.recipient()).isEqualTo(vector("recipient").getFirst());
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "3, 5", "4, 7"})
  @Tag("slow")
  void everySubsetOfTheThresholdOpensAndNoSmallerOne(int threshold, int n) throws FormatException {
    SecureRandom random = Seal.random(n);
    Secret secret = Secret.draw(random);
    String recipient = AgeIdentity.of(secret, ORIGIN, 7).recipient();
    Dealing dealing = Dealing.of(secret, threshold, n, random);
    int opened = 0;
    for (int subset = 0; subset < 1 << n; subset++) {
      List<Share> some = new ArrayList<>();
      for (Share share : dealing.shares()) {
        if ((subset >> (share.index() - 1) & 1) == 1) {
          some.add(share);
        }
      }
      AgeIdentity identity = AgeIdentity.of(Verifiers.interpolate(some), ORIGIN, 7);
      assertThat(identity.recipient().equals(recipient)).isEqualTo(some.size() >= threshold);
      opened += some.size() == threshold ? 1 : 0;
    }
    assertThat(opened).isGreaterThanOrEqualTo(n);
  }

  @Test
  void itTakesAsManyGoodSharesAsTheThreshold() throws FormatException {
    Dealing dealing = deal(2, 4);
    Secret secret = Verifiers.interpolate(dealing.shares());
    assertThat(dealing.verifiers().secret(dealing.shares().subList(2, 4))).isEqualTo(secret);
    assertThat(dealing.verifiers().secret(dealing.shares())).isEqualTo(secret);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> dealing.verifiers().secret(dealing.shares().subList(3, 4)))
        .withMessage("1 good shares; it takes 2");
  }

  @Test
  @Tag("slow")
  void dealsThirtyOneOfThirtyTwoShares() {
    Dealing dealing = deal(31, 32);
    assertThat(dealing.verifiers().threshold()).isEqualTo(31);
    assertThat(dealing.shares()).allMatch(dealing.verifiers()::hold);
    assertThat(dealing.verifiers().hold(Verifiers.interpolate(dealing.shares()))).isTrue();
  }

  @Test
  void dealsUpToThirtyTwoShares() throws FormatException {
    Dealing dealing = deal(2, 32);
    assertThat(dealing.verifiers().hold(dealing.shares().get(31))).isTrue();
    Secret secret = Secret.draw(Seal.random(1));
    for (int[] bad : new int[][] {{0, 3}, {3, 3}, {4, 3}, {1, 1}, {2, 33}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Dealing.of(secret, bad[0], bad[1], Seal.random(1)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dealing.of(Secret.of(BigInteger.ZERO), 2, 3, Seal.random(1)));
  }

  /** Bad shares beside enough good ones are passed over, doubled ones count once. */
  @Test
  void badAndDoubledSharesDoNotCount() throws FormatException {
    Dealing dealing = deal(2, 4);
    Share first = dealing.shares().getFirst();
    Share bad = new Share(2, Secret.of(BigInteger.TEN));
    Secret secret = Verifiers.interpolate(dealing.shares());
    assertThat(dealing.verifiers().secret(List.of(bad, first, bad, dealing.shares().getLast())))
        .isEqualTo(secret);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> dealing.verifiers().secret(List.of(first, first, bad)));
  }

  @Test
  @Tag("slow")
  void aFlippedByteOfAShareIsCaught() {
    catchesFlips(48);
  }

  @Test
  @Tag("acceptance")
  void everyFlippedByteOfAShareIsCaught() {
    catchesFlips(1);
  }

  private static void catchesFlips(int step) {
    Dealing dealing = deal(2, 3);
    byte[] good = dealing.shares().get(1).value().bytes();
    for (int i = 0; i < good.length; i += step) {
      byte[] flipped = good.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      try {
        assertThat(dealing.verifiers().hold(new Share(2, Secret.of(flipped))))
            .as("%d", i)
            .isFalse();
      } catch (FormatException refused) {
        assertThat(i).isZero(); // not below q
      }
    }
  }

  @Test
  @Tag("slow")
  void aShareHoldsAtItsOwnIndexOnly() {
    Dealing dealing = deal(3, 5);
    Secret value = dealing.shares().get(2).value();
    for (int i = 1; i <= 8; i++) {
      assertThat(dealing.verifiers().hold(new Share(i, value))).isEqualTo(i == 3);
    }
    assertThat(deal(3, 6).verifiers().hold(dealing.shares().get(2))).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new Share(0, value));
    assertThatIllegalArgumentException().isThrownBy(() -> new Share(33, value));
  }

  /** The negative of an element is none: shares of even index would fit it all the same. */
  @Test
  @Tag("slow")
  void refusesCommitmentsOutsideOfTheGroup() throws FormatException {
    List<BigInteger> good = deal(3, 5).verifiers().commitments();
    assertThat(Verifiers.of(good).commitments()).isEqualTo(good);
    for (int j = 0; j < good.size(); j++) {
      for (BigInteger bad :
          List.of(
              BigInteger.ZERO,
              BigInteger.ONE,
              BigInteger.ONE.negate(),
              Group15.P,
              Group15.P.subtract(BigInteger.ONE),
              Group15.P.add(good.get(j)),
              Group15.P.subtract(good.get(j)))) {
        List<BigInteger> changed = new ArrayList<>(good);
        changed.set(j, bad);
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Verifiers.of(changed));
      }
    }
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Verifiers.of(List.of()));
  }

  /** Reciprocity says of each number what Euler's criterion says, by another way. */
  @Test
  @Tag("slow")
  void elementsAreThoseWithThePowerOne() {
    List<BigInteger> numbers = new ArrayList<>();
    for (int small = 2; small < 14; small++) {
      numbers.add(BigInteger.valueOf(small));
      numbers.add(Group15.P.subtract(BigInteger.valueOf(small)));
    }
    Random random = new Random(15);
    for (int i = 0; i < 24; i++) {
      numbers.add(new BigInteger(3072 - 100 * i, random).mod(Group15.P).max(BigInteger.TWO));
    }
    int elements = 0;
    for (BigInteger number : numbers) {
      boolean isElement = Group15.isElement(number);
      assertThat(isElement)
          .as("%s", number)
          .isEqualTo(number.modPow(Group15.Q, Group15.P).equals(BigInteger.ONE));
      elements += isElement ? 1 : 0;
    }
    assertThat(elements).isBetween(12, 36);
  }

  @Test
  void secretsAreBelowQAndOf384Bytes() throws FormatException {
    byte[] q = Arrays.copyOfRange(Group15.Q.toByteArray(), 0, 384);
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Secret.of(q));
    q[383]--;
    assertThat(Secret.of(q).bytes()).isEqualTo(q);
    assertThat(Secret.of(new byte[384]).number()).isZero();
    for (int length : new int[] {0, 383, 385}) {
      assertThatExceptionOfType(FormatException.class)
          .isThrownBy(() -> Secret.of(new byte[length]));
    }
    Secret small = Secret.of(BigInteger.valueOf(258));
    assertThat(small.bytes()).endsWith(0, 1, 2).hasSize(384);
  }

  @Test
  void aWipedSecretIsGoneAndNoneIsPrinted() throws FormatException {
    Secret secret = Secret.of(BigInteger.TEN);
    assertThat(new Share(1, secret).toString()).doesNotContain("10");
    secret.close();
    assertThatIllegalStateException().isThrownBy(secret::bytes);
    assertThatIllegalStateException().isThrownBy(secret::number);
    Dealing dealing = deal(2, 3);
    dealing.close();
    assertThatIllegalStateException().isThrownBy(() -> dealing.shares().getLast().value().bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 2_147_483_647})
  void identitiesAreOfOneReleaseOfOneLog(int number) throws FormatException {
    Secret secret = Secret.draw(Seal.random(9));
    AgeIdentity identity = AgeIdentity.of(secret, ORIGIN, number);
    assertThat(AgeIdentity.of(secret, ORIGIN, number)).isEqualTo(identity);
    assertThat(AgeIdentity.of(secret, ORIGIN, number - 1)).isNotEqualTo(identity);
    assertThat(AgeIdentity.of(secret, ORIGIN + "x", number)).isNotEqualTo(identity);
    assertThat(AgeIdentity.parse(identity.print())).isEqualTo(identity);
    assertThat(identity.toString()).doesNotContain(identity.print().substring(20, 30));
    identity.close();
    assertThatIllegalStateException().isThrownBy(identity::print);
    assertThatIllegalStateException().isThrownBy(identity::recipient);
  }

  @Test
  void ageKeysHaveOneEncoding() {
    AgeIdentity identity = AgeIdentity.of(Secret.draw(Seal.random(9)), ORIGIN, 1);
    String valid = identity.print();
    String recipient = identity.recipient();
    for (int i = 0; i <= valid.length(); i++) {
      for (String c : new String[] {"", "Q", "P", "1", "L", "q", " ", "\n", "B", "K", "é"}) {
        refusesKey(valid.substring(0, i) + c + valid.substring(i), valid);
        if (i < valid.length()) {
          refusesKey(valid.substring(0, i) + c + valid.substring(i + 1), valid);
        }
        if (i < recipient.length()) {
          String other = recipient.substring(0, i) + c + recipient.substring(i + 1);
          assertThat(AgeIdentity.isRecipient(other)).isEqualTo(other.equals(recipient));
        }
      }
    }
    refusesKey(valid.toLowerCase(java.util.Locale.ROOT), valid);
    refusesKey(recipient, valid);
    assertThat(AgeIdentity.isRecipient(recipient)).isTrue();
    assertThat(AgeIdentity.isRecipient(valid)).isFalse();
    assertThat(AgeIdentity.isRecipient(Bech32.encode("age", new byte[31]))).isFalse();
    assertThat(AgeIdentity.isRecipient(Bech32.encode("age", new byte[33]))).isFalse();
  }

  private static void refusesKey(String text, String valid) {
    if (!text.equals(valid)) {
      assertThatExceptionOfType(FormatException.class)
          .as(text)
          .isThrownBy(() -> AgeIdentity.parse(text));
    }
  }
}
