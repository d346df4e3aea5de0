package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.Consent;
import io.perfagent.control.Control;
import io.perfagent.control.Figures;
import io.perfagent.control.Journal;
import io.perfagent.control.KillSwitch;
import io.perfagent.control.Mode;
import io.perfagent.control.Modes;
import io.perfagent.control.State;
import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.limit.Caps;
import io.perfagent.limit.Cohorts;
import io.perfagent.limit.GuardedHost;
import io.perfagent.limit.KeyLimits;
import io.perfagent.limit.Outbound;
import io.perfagent.limit.Rates;
import io.perfagent.limit.Requests;
import io.perfagent.limit.Tiers;
import io.perfagent.metric.OperationTable;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of limits, and of what holds outbound calls back, once they were rolled back. */
class LimitingTest {
    private static final long HOUR = 3_600_000;

    private final Control control = new Control(
            new Modes(Mode.ON, Map.of()),
            new Consent(List.of(), List.of()),
            new Journal(null, null, "shop"),
            new KillSwitch(null),
            (severity, toConsole, event, line, attributes) -> {});
    private final OperationTable operations = new OperationTable();
    private final ServerTraffic traffic = new ServerTraffic(operations, null);
    private long now = 1_000_000;

    private State state(String name) {
        return control.find(name).state();
    }

    @Test
    void a_limit_that_was_rolled_back_is_tried_again_after_an_hour() {
        Requests requests = new Requests(
                new PathPatterns(List.of()),
                0,
                Caps.NONE,
                Rates.NONE,
                KeyLimits.NONE,
                Tiers.NONE,
                Cohorts.NONE,
                Rejection.DEFAULT);
        MemoryShedding memory =
                new MemoryShedding(control, requests, (severity, event, line) -> {}, isShort -> {}, traffic);
        Limiting limiting = new Limiting(control, requests, memory, new OverloadTelling(null), operations);
        new Recorder().connectionPools.listen(requests);
        requests.pool("main", 10);
        limiting.second(++now);
        assertThat(state("limits:main")).isEqualTo(State.KEPT);

        control.rollBack(control.find("limits:main").id(), "errors", Figures.NONE, ++now);
        limiting.second(++now);
        assertThat(state("limits:main")).as("it rests").isEqualTo(State.ROLLED_BACK);
        limiting.second(now += HOUR);
        assertThat(state("limits:main")).isEqualTo(State.KEPT);
        control.rollBack(control.find("limits:main").id(), "errors", Figures.NONE, ++now);
        limiting.second(now += HOUR);
        assertThat(state("limits:main")).isEqualTo(State.QUARANTINED);
    }

    @Test
    void a_host_that_was_rolled_back_is_tried_again_once_it_fails_anew() {
        Outbound outbound = new Outbound();
        OutboundGuarding guarding = new OutboundGuarding(control, outbound, traffic);
        GuardedHost host = (GuardedHost) outbound.host("api", 443);
        fail(host);
        guarding.second(++now);
        assertThat(state("outbound:api:443")).isEqualTo(State.KEPT);
        host.reached(System.nanoTime());

        control.rollBack(control.find("outbound:api:443").id(), "errors", Figures.NONE, ++now);
        guarding.second(now += HOUR);
        assertThat(state("outbound:api:443")).as("it is well").isEqualTo(State.ROLLED_BACK);
        fail(host);
        guarding.second(++now);
        assertThat(state("outbound:api:443")).isEqualTo(State.KEPT);
        assertThat(host.isHolding()).isTrue();
    }

    private static void fail(GuardedHost host) {
        for (int i = 0; i < 50; i++) {
            long nanos = System.nanoTime();
            if (host.enter(nanos) == null) {
                host.ended(nanos, nanos, 0, new ConnectException("refused"), true);
            }
        }
    }
}
