package io.perfagent.cache.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final long SECOND = 1_000_000_000L;

    private final Heartbeat heartbeat = new Heartbeat();

    @Test
    void oneAnswerProvesNothingYet() {
        heartbeat.opened();
        heartbeat.answered(10 * SECOND);
        assertThat(heartbeat.isLive(10 * SECOND)).isFalse();

        heartbeat.answered(11 * SECOND);
        assertThat(heartbeat.isLive(11 * SECOND)).isTrue();
    }

    @Test
    void whatIsKeptIsNeverOlderThanTheBound() {
        heartbeat.opened();
        heartbeat.answered(10 * SECOND);
        heartbeat.answered(11 * SECOND); // so all changes before 10 s were told

        assertThat(heartbeat.isLive(10 * SECOND + Heartbeat.BOUND_NANOS - 1)).isTrue();
        assertThat(heartbeat.isLive(10 * SECOND + Heartbeat.BOUND_NANOS)).isFalse();

        heartbeat.answered(12 * SECOND);
        assertThat(heartbeat.isLive(11 * SECOND + Heartbeat.BOUND_NANOS - 1)).isTrue();
    }

    @Test
    void aNewConnectionProvesItAnew() {
        heartbeat.opened();
        heartbeat.answered(10 * SECOND);
        heartbeat.answered(11 * SECOND);
        heartbeat.lost();
        assertThat(heartbeat.isLive(11 * SECOND)).isFalse();

        heartbeat.opened();
        heartbeat.answered(12 * SECOND);
        assertThat(heartbeat.isLive(12 * SECOND)).isFalse();
        heartbeat.answered(13 * SECOND);
        assertThat(heartbeat.isLive(13 * SECOND)).isTrue();
    }

    @Test
    void nanosecondTimesMayBeNegative() {
        heartbeat.opened();
        heartbeat.answered(-2 * SECOND);
        heartbeat.answered(-SECOND);

        assertThat(heartbeat.isLive(SECOND)).isTrue();
        assertThat(heartbeat.isLive(3 * SECOND)).isFalse();
    }
}
