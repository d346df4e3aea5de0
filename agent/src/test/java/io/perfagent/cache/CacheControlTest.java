package io.perfagent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.tier.Entry;
import io.perfagent.control.Adaptation;
import io.perfagent.control.Consent;
import io.perfagent.control.Control;
import io.perfagent.control.Journal;
import io.perfagent.control.KillSwitch;
import io.perfagent.control.Mode;
import io.perfagent.control.Modes;
import io.perfagent.control.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules in the life of an adaptation, in each mode. */
class CacheControlTest extends CacheFixture {
    private final List<String> console = new ArrayList<>();
    private Control control;
    private CacheControl caching;
    private long millis = 1_000_000_000_000L;

    private void start(Mode mode, String rules) {
        control = new Control(
                new Modes(Mode.OBSERVE, Map.of("cache", mode)),
                new Consent(List.of(), List.of()),
                new Journal(null, null, "v1"),
                new KillSwitch(null),
                (severity, toConsole, event, line, attributes) -> console.add(line));
        caching = new CacheControl(control, caches);
        rules(rules);
        kind.analysed();
        source.trust();
    }

    private void second() {
        caching.second(++millis, now);
    }

    /** Reads one row again and again, a second of the clock for ten of them. */
    private void readOften(int count) {
        for (int i = 0; i < count; i++) {
            now += 100 * MILLI;
            kind.admits();
            read(1, 5);
        }
    }

    private State state() {
        Adaptation known = control.find("cache:" + kind.name());
        return Objects.requireNonNull(known).state();
    }

    @Test
    void withoutARuleThereIsNoAdaptationInAnyMode() {
        for (Mode mode : Mode.values()) {
            start(mode, "sql:SELECT other=micro");
            readOften(5_000);
            second();

            assertThat(control.list()).isEmpty();
            assertThat(kind.isRuled()).isFalse();
        }
    }

    @Test
    void onServesAtOnce() {
        start(Mode.ON, "sql:SELECT item=micro");
        readOften(1);
        second();

        assertThat(state()).isEqualTo(State.KEPT);
        readOften(100);
        assertThat(kind.counts().hits()).isPositive();
    }

    @Test
    void observeSaysWhatItWouldDoAndServesNothing() {
        start(Mode.OBSERVE, "sql:SELECT item=micro");
        readOften(1_000);
        second();

        assertThat(state()).isEqualTo(State.PROPOSED);
        assertThat(control.approve("cache:" + kind.name(), ++millis).done()).isFalse();
        second();
        assertThat(kind.isRuled()).isFalse();
        assertThat(CacheReport.text(caches)).contains("rule sql:SELECT item=micro: not in effect");
    }

    @Test
    void supervisedWaitsForTheOperatorWithItsEvidence() {
        start(Mode.SUPERVISED, "sql:SELECT item=micro");
        readOften(50);
        second();
        assertThat(state()).as("too little evidence").isEqualTo(State.OBSERVED);
        readOften(1_000);
        second();
        second();

        Adaptation proposed = Objects.requireNonNull(control.find("cache:" + kind.name()));
        assertThat(proposed.state()).isEqualTo(State.PROPOSED);
        assertThat(proposed.evidence().get("would_be_hits")).isGreaterThan(100);
        assertThat(proposed.evidence().get("hit_ratio")).isBetween(0.8, 1.0);
        assertThat(proposed.evidence().get("stale_upper_bound")).isPositive();
        assertThat(kind.isRuled()).isFalse();

        assertThat(control.approve(proposed.id(), ++millis).done()).isTrue();
        second();
        assertThat(state()).isEqualTo(State.TRIAL);
        assertThat(kind.isRuled()).isTrue();
        readOften(100);
        assertThat(kind.counts().hits()).isPositive();
    }

    @Test
    void autoTakesEffectOnceTheEvidenceMeetsTheObjective() {
        start(Mode.AUTO, "sql:SELECT item=micro");
        readOften(2_000);
        second();
        second();
        assertThat(state()).isEqualTo(State.OBSERVED);
        readOften(2_000);
        second();

        assertThat(state()).isEqualTo(State.TRIAL);
        assertThat(kind.isRuled()).isTrue();
    }

    @Test
    void autoLeavesAloneWhatWouldBeStale() {
        start(Mode.AUTO, "sql:SELECT item=micro");
        for (int i = 0; i < 10_000; i++) {
            now += 100 * MILLI;
            kind.admits();
            read(1, i / 53); // somebody else changes it every five seconds
        }
        second();

        assertThat(state()).isEqualTo(State.OBSERVED);
        assertThat(kind.isRuled()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ON", "SUPERVISED"})
    void staleChecksQuarantineUntilAnOperatorSaysOtherwise(Mode mode) {
        start(mode, "sql:SELECT item=micro");
        readOften(1_000);
        second();
        control.approve("cache:" + kind.name(), ++millis);
        second();
        InForce in = Objects.requireNonNull(kind.inForce());
        for (int i = 0; i < 500_000 && in.suspended == null; i++) {
            now += 100 * MILLI;
            read(1, i);
        }
        second();

        assertThat(state()).isEqualTo(State.QUARANTINED);
        assertThat(kind.isRuled()).isFalse();
        millis += 3L * 3_600_000;
        second();
        second();
        assertThat(state()).as("an hour does not heal it").isEqualTo(State.QUARANTINED);
        assertThat(console).anyMatch(line -> line.contains("were stale, more than the objective allows"));
    }

    @Test
    void enoughGoodChecksConfirmIt() {
        start(Mode.SUPERVISED, "sql:SELECT item=micro");
        readOften(1_000);
        second();
        control.approve("cache:" + kind.name(), ++millis);
        second();
        InForce in = Objects.requireNonNull(kind.inForce());
        Entry kept = new Entry(
                "value", 1, Objects.requireNonNull(kind.source().epochs().lease(reads(1), now)), MILLI, 1, 8);
        for (int i = 0; i < 3_000; i++) {
            kind.checked(in, kept, false, now);
        }
        second();

        assertThat(state()).isEqualTo(State.KEPT);
        assertThat(kind.isRuled()).isTrue();
    }

    @Test
    void theKillSwitchBypassesAndForgets() {
        start(Mode.ON, "sql:SELECT item=micro");
        readOften(100);
        second();
        readOften(10);
        control.switchOff("a test", ++millis);

        assertThat(kind.isRuled()).isFalse();
        assertThat(find(1)).isNull();
        second();
        readOften(100);
        second();
        assertThat(kind.isRuled()).isFalse();
    }

    @Test
    void aRuleThatCannotBeMetIsRefusedWithTheReasonAndNotLowered() {
        start(Mode.ON, "sql:SELECT item=tracked");
        readOften(100);
        second();
        assertThat(kind.isRuled()).isFalse();
        assertThat(CacheReport.text(caches)).contains("refused: no invalidation channel for databases");

        rules("sql:SELECT item=tracked,sole-writer");
        second();
        assertThat(kind.isRuled()).isTrue();

        kind.analysed(Hazard.LOCKING);
        second();
        assertThat(kind.isRuled()).isFalse();
        assertThat(CacheReport.text(caches))
                .contains("never: it locks rows; rule sql:SELECT item=tracked,sole-writer is refused");
    }

    @Test
    void rulesThatGoOrChangeTakeEffect() {
        start(Mode.ON, "sql:SELECT item=micro,ttl=1s");
        readOften(10);
        second();
        rules("sql:SELECT item=micro,ttl=2s");
        second();
        assertThat(Objects.requireNonNull(kind.inForce()).rule.ttlMillis()).isEqualTo(2_000);

        rules("");
        second();
        assertThat(kind.isRuled()).isFalse();
    }

    @Test
    void aRuleThatChangesUnderSupervisionIsProposedAnewAsOftenAsItDoes() {
        start(Mode.SUPERVISED, "");
        for (int ttl = 500; ttl <= 2_000; ttl += 500) {
            rules("sql:SELECT item=micro,ttl=" + ttl + "ms");
            readOften(1);
            second();
            assertThat(kind.isRuled()).isFalse();
            readOften(1_000);
            second();
            assertThat(state()).isEqualTo(State.PROPOSED);
            assertThat(control.approve("cache:" + kind.name(), ++millis).done()).isTrue();
            second();
            assertThat(state()).isEqualTo(State.TRIAL);
            assertThat(Objects.requireNonNull(kind.inForce()).rule.ttlMillis()).isEqualTo(ttl);
        }
    }

    @Test
    void aReadThatWasUnfitForAWhileIsProposedAnewAfterAnHour() {
        start(Mode.ON, "sql:SELECT item=micro");
        readOften(10);
        second();
        kind.analysed(Hazard.LOCKING);
        second();
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
        kind.analysed();
        second();
        assertThat(state()).as("it rests").isEqualTo(State.ROLLED_BACK);
        millis += 3_600_000;
        second();
        assertThat(state()).isEqualTo(State.KEPT);
        assertThat(kind.isRuled()).isTrue();
    }

    @Test
    void disablingTakesOutWhatATargetNames() {
        start(Mode.ON, "sql:SELECT item=micro");
        readOften(10);
        second();

        assertThat(caching.disable("sql:SELECT other", ++millis)).startsWith("0 ");
        assertThat(caching.disable(kind.id(), ++millis)).startsWith("1 ");
        second();
        assertThat(kind.isRuled()).isFalse();
        assertThat(state()).isEqualTo(State.UNDONE);
    }

    @Test
    void theTimeToLiveFollowsHowOftenOthersChangeIt() {
        start(Mode.ON, "sql:SELECT item=micro,ttl=2s");
        for (int i = 0; i < 3_000; i++) {
            now += 1_000 * MILLI;
            kind.admits();
            Fill fill = Objects.requireNonNull(kind.begin(key(1), reads(1), now));
            long value = i / 600; // every ten minutes
            fill.done(value, 8, value, false, now + MILLI);
        }
        second();

        assertThat(Objects.requireNonNull(kind.inForce()).ttlNanos / MILLI).isBetween(400L, 1_200L);
    }
}
