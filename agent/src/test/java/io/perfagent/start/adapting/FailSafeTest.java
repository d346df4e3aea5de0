package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.control.Consent;
import io.perfagent.control.Control;
import io.perfagent.control.Effect;
import io.perfagent.control.Figures;
import io.perfagent.control.Journal;
import io.perfagent.control.KillSwitch;
import io.perfagent.control.Mode;
import io.perfagent.control.Modes;
import io.perfagent.control.Proposal;
import io.perfagent.control.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A failure of what adapts is the end of that, and of nothing else. */
class FailSafeTest {
    private final List<String> console = new ArrayList<>();
    private final Control control = new Control(
            new Modes(Mode.ON, Map.of()),
            new Consent(List.of(), List.of()),
            new Journal(null, null, "shop"),
            new KillSwitch(null),
            (severity, toConsole, event, line, attributes) -> console.add(line));
    private final Failing rooms = new Failing();
    private final FailSafe failSafe = new FailSafe(control, rooms);
    private int failingRestores;
    private boolean inEffect;

    private static final class Failing implements FailSafe.Rooms {
        int seconds;
        RuntimeException failure;
        Error error;

        @Override
        public void second(long nowMillis) {
            seconds++;
            if (failure != null) {
                throw failure;
            }
            if (error != null) {
                throw error;
            }
        }
    }

    private void adopt() {
        String id = control.observe("limits", "main", Figures.NONE, false, 1).id();
        control.register(id, new Effect() {
            @Override
            public void apply() {
                inEffect = true;
            }

            @Override
            public void restore() {
                if (failingRestores-- > 0) {
                    throw new IllegalStateException("busy");
                }
                inEffect = false;
            }
        });
        control.propose(id, new Proposal("limit", 1, "requests", 0.9, Risk.MEDIUM), Figures.NONE, 2);
        assertThat(inEffect).isTrue();
    }

    @Test
    void what_is_in_effect_is_taken_out_with_one_line_and_the_caller_goes_on() {
        adopt();
        failingRestores = 2;
        rooms.failure = new IllegalArgumentException("7 bad of 6");
        console.clear();

        for (int second = 3; second < 20; second++) {
            failSafe.second(second * 1000L);
        }

        assertThat(rooms.seconds).as("nothing adapts any more").isEqualTo(1);
        assertThat(inEffect).as("what could not be restored is tried again").isFalse();
        assertThat(console.stream().filter(line -> line.startsWith("adaptations are switched off by")))
                .singleElement()
                .asString()
                .contains("a failure of the agent (java.lang.IllegalArgumentException: 7 bad of 6 at ");
    }

    @Test
    void an_error_is_a_failure_and_want_of_memory_is_not() {
        rooms.error = new OutOfMemoryError("for a while");
        assertThatThrownBy(() -> failSafe.second(1000)).isSameAs(rooms.error);
        rooms.error = null;
        adopt();
        failSafe.second(2000);
        assertThat(inEffect).isTrue();

        rooms.error = new NoClassDefFoundError("gone");
        failSafe.second(3000);

        assertThat(inEffect).isFalse();
    }
}
