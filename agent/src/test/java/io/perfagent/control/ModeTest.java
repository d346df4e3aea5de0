package io.perfagent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeTest {
    @ParameterizedTest
    @CsvSource({
        "limits, orders,            SUPERVISED",
        "limits, orders-2,          OBSERVE",
        "limits, stock,             OBSERVE",
        "cache,  sql:SELECT item,   ON",
        "cache,  sql:SELECT part,   AUTO",
        "cache,  redis:price:,      OBSERVE",
        "pools,  orders,            OFF",
        "archive, shop,             OFF",
    })
    void oneAdaptationHasItsOwnMode(String kind, String subject, Mode expected) {
        Modes modes = new Modes(
                Mode.OBSERVE,
                Map.of("archive", Mode.OFF),
                Map.of(
                        "limits:orders", Mode.SUPERVISED,
                        "cache:sql:*", Mode.AUTO,
                        "cache:sql:SELECT item*", Mode.ON,
                        "archive:shop", Mode.ON,
                        "pools:orders", Mode.OFF));

        assertThat(modes.of(kind, subject)).isEqualTo(expected);
        assertThat(new Modes(Mode.OFF, Map.of(), Map.of("limits:*", Mode.ON)).of(kind, subject))
                .isEqualTo(Mode.OFF);
    }

    @Test
    void aKindIsReadyForWhatItsAdaptationsMay() {
        Modes modes = new Modes(
                Mode.OBSERVE, Map.of("archive", Mode.OFF), Map.of("limits:orders", Mode.ON, "archive:shop", Mode.ON));

        assertThat(modes.farthest("limits")).isEqualTo(Mode.ON);
        assertThat(modes.farthest("pools")).isEqualTo(Mode.OBSERVE);
        assertThat(modes.farthest("archive")).isEqualTo(Mode.OFF);
        assertThat(modes).hasToString("observe, archive off, archive:shop on, limits:orders on");
    }

    @ParameterizedTest
    @CsvSource({
        // mode, proposes, operator, record, policy, consent, measurement, kill switch, trial, adopts, acts
        "OFF,        no,  no,  no,  no,  no,  no, no, no,  no,  no",
        "OBSERVE,    yes, no,  no,  no,  no,  no, no, no,  no,  no",
        "SUPERVISED, yes, yes, yes, no,  no,  no, no, yes, no,  yes",
        "AUTO,       yes, yes, yes, yes, no,  no, no, yes, no,  yes",
        "ON,         yes, yes, yes, yes, yes, no, no, no,  yes, yes"
    })
    void whatEachModePermits(
            Mode mode,
            String proposes,
            String operator,
            String record,
            String policy,
            String consent,
            String measurement,
            String killSwitch,
            String trial,
            String adopts,
            String acts) {
        assertThat(mode.permits(Action.PROPOSE, Actor.MEASUREMENT)).isEqualTo(yes(proposes));
        assertThat(mode.permits(Action.REJECT, Actor.OPERATOR)).isEqualTo(yes(proposes));
        assertThat(mode.permits(Action.APPROVE, Actor.OPERATOR)).isEqualTo(yes(operator));
        assertThat(mode.permits(Action.APPROVE, Actor.RECORD)).isEqualTo(yes(record));
        assertThat(mode.permits(Action.APPROVE, Actor.POLICY)).isEqualTo(yes(policy));
        assertThat(mode.permits(Action.APPROVE, Actor.CONSENT)).isEqualTo(yes(consent));
        assertThat(mode.permits(Action.APPROVE, Actor.MEASUREMENT)).isEqualTo(yes(measurement));
        assertThat(mode.permits(Action.APPROVE, Actor.KILL_SWITCH)).isEqualTo(yes(killSwitch));
        assertThat(mode.permits(Action.START_TRIAL, Actor.MEASUREMENT)).isEqualTo(yes(trial));
        assertThat(mode.permits(Action.ADOPT, Actor.CONSENT)).isEqualTo(yes(adopts));
        assertThat(mode.permits(Action.KEEP, Actor.MEASUREMENT)).isEqualTo(yes(proposes)); // it is in effect already
        assertThat(mode.acts()).isEqualTo(yes(acts));
    }

    private static boolean yes(String text) {
        return text.equals("yes");
    }

    @Test
    void whatTakesAnEffectOutIsPermittedAlways() {
        for (Mode mode : Mode.values()) {
            for (Action action : new Action[] {Action.UNDO, Action.ROLL_BACK, Action.QUARANTINE, Action.WITHDRAW}) {
                for (Actor actor : Actor.values()) {
                    assertThat(mode.permits(action, actor)).isTrue();
                }
            }
        }
    }

    @Test
    void aKindHasItsOwnModeUnlessAllIsOff() {
        Modes modes = new Modes(Mode.OBSERVE, Map.of("archive", Mode.SUPERVISED));
        Modes off = new Modes(Mode.OFF, Map.of("archive", Mode.ON));

        assertThat(modes.of("archive")).isEqualTo(Mode.SUPERVISED);
        assertThat(modes.of("limits")).isEqualTo(Mode.OBSERVE);
        assertThat(modes.allOff()).isFalse();
        assertThat(modes).hasToString("observe, archive supervised");
        assertThat(off.of("archive")).isEqualTo(Mode.OFF);
        assertThat(off.allOff()).isTrue();
        assertThat(off).hasToString("off");
        for (Mode mode : Mode.values()) {
            assertThat(Mode.of(mode.text())).isEqualTo(mode);
        }
        assertThat(Mode.of("maybe")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "300, 0.95, LOW, true",
        "300, 0.95, MEDIUM, true",
        "300, 0.99, HIGH, false",
        "300, 0.94, LOW, false",
        "0, 1, LOW, false",
        "-1, 1, LOW, false"
    })
    void whatIsGoodEnoughToTryUnasked(double gain, double confidence, Risk risk, boolean good) {
        assertThat(new Proposal("s", gain, "ms", confidence, risk).goodEnoughForPolicy())
                .isEqualTo(good);
    }
}
