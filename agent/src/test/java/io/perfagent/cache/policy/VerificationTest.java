package io.perfagent.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, UNKNOWN",
        "2999, 0, UNKNOWN",
        "3000, 0, CONFIRMED",
        "3000, 3, CONFIRMED",
        "51, 1, BROKEN", // one in 51 is above 0.1 % with 95 % confidence
        "52, 1, UNKNOWN",
        "3000, 7, BROKEN",
        "3000, 6, UNKNOWN"
    })
    void theBoundsDecide(int checks, int stale, Verification.Verdict verdict) {
        Verification verification = new Verification();
        for (int i = 0; i < checks; i++) {
            verification.check(i < stale);
        }

        assertThat(verification.verdict(0.001)).isEqualTo(verdict);
    }

    @Test
    void noneStaleOfManyIsBelowThreeInThem() {
        assertThat(Verification.upperBound(0, 3000)).isCloseTo(3.0 / 3000, within(0.00001));
        assertThat(Verification.upperBound(0, 0)).isEqualTo(1);
        assertThat(Verification.lowerBound(0, 100)).isZero();
        assertThat(Verification.lowerBound(100, 100)).isCloseTo(0.97, within(0.01));
    }

    /** Changes at a known rate, seen by pairs of reads: the time to live keeps the share of stale hits below the objective. */
    @ParameterizedTest
    @CsvSource({"600, 0.001", "60, 0.01", "10, 0.05"})
    void theTimeToLiveMeetsTheObjective(double meanSecondsBetweenChanges, double objective) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        double distanceMillis = 1_000;
        int pairs = 50_000;
        int changed = 0;
        for (int i = 0; i < pairs; i++) {
            changed += random.nextDouble() < -Math.expm1(-distanceMillis / 1_000 / meanSecondsBetweenChanges) ? 1 : 0;
        }

        long ttl = AdaptiveTtl.millis(60_000, pairs, changed, distanceMillis, objective);
        double ttlSeconds = ttl / 1_000.0;
        double lt = ttlSeconds / meanSecondsBetweenChanges;
        double staleShare = 1 - -Math.expm1(-lt) / lt;

        assertThat(staleShare).as("seed %d, ttl %d ms", seed, ttl).isLessThan(objective * 1.3);
        assertThat(ttlSeconds)
                .as("seed %d: not needlessly short", seed)
                .isGreaterThan(objective * meanSecondsBetweenChanges * 2 * 0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 99, 50, 2000", // too little is known
        "2000, 1000, 0, 2000", // nothing has changed
        "2000, 1000, 900, 250", // hopeless: the shortest
        "100, 1000, 900, 100" // never longer than the rule
    })
    void theRuleIsTheCap(long rule, int pairs, int changed, long expected) {
        assertThat(AdaptiveTtl.millis(rule, pairs, changed, 1_000, 0.001)).isEqualTo(expected);
    }

    @Test
    void jitterOnlyShortens() {
        for (double random = 0; random < 1; random += 0.01) {
            assertThat(AdaptiveTtl.jittered(1_000, random)).isBetween(900L, 1_000L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "price:1, 9223372036854775807",
        "session:1, 60000",
        "card:1, 2000", // a pattern without a star, too, is how keys begin
        "user:1:password, 2000",
        "discard:1, 9223372036854775807"
    })
    void data_classes_cap_keys_by_how_they_begin(String key, long cap) {
        DataClasses classes = new DataClasses(
                "X", Map.of("*password*", "sensitive", "session:*", "user", "card", "sensitive"), new ArrayList<>());

        assertThat(DataClasses.cap(classes.ofKey(key))).isEqualTo(cap);
        assertThat(classes.strictest()).isEqualTo("sensitive");
    }

    @ParameterizedTest
    @CsvSource({
        "item, 9223372036854775807",
        "user_password, 2000",
        "session:, 60000",
        "CARD, 2000",
        "card_type, 9223372036854775807"
    })
    void dataClassesCap(String name, long cap) {
        List<String> problems = new ArrayList<>();
        DataClasses classes = new DataClasses(
                "X",
                Map.of("*password*", "sensitive", "session:*", "user", "card", "sensitive", "a", "secret"),
                problems);

        assertThat(DataClasses.cap(classes.of(List.of("other", name)))).isEqualTo(cap);
        assertThat(problems).containsExactly("X: a=secret is none of public, user, sensitive; it is ignored");
    }
}
