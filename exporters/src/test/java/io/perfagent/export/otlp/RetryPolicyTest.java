package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 1500", "3, 2250", "4, 3375", "5, 5000", "6, 5000", "100, 5000"})
    void backoffGrowsByHalfUpToFiveSeconds(int attempts, long millis) {
        assertThat(RetryPolicy.maxBackoffNanos(attempts)).isEqualTo(millis * 1_000_000L);
    }

    @Test
    void jitterCoversTheWholeRange() {
        RetryPolicy policy = new RetryPolicy(42);
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = 0; i < 2_000; i++) {
            long nanos = policy.backoffNanos(1);
            min = Math.min(min, nanos);
            max = Math.max(max, nanos);
        }
        assertThat(min).isBetween(0L, SECOND / 20);
        assertThat(max).isBetween(SECOND - SECOND / 20, SECOND);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "' 120 ', 120", "99999999, 99999999"})
    void retryAfterInSeconds(String header, long seconds) {
        assertThat(RetryPolicy.retryAfterNanos(header, 0)).isEqualTo(seconds * SECOND);
    }

    @Test
    void retryAfterAsDate() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
        for (int i = 0; i < 2_000; i++) {
            long second = random.nextInt(Integer.MAX_VALUE) * 3L / 2;
            String header = format.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
            assertThat(RetryPolicy.retryAfterNanos(header, 0)).as(header).isEqualTo(second * SECOND);
            assertThat(RetryPolicy.retryAfterNanos(header, (second + 1) * SECOND))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "1.5",
                "soon",
                "1h",
                "Sun, 06 Nov 1994",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, xx Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun, 06 ovD 1994 08:49:37 GMT"
            })
    void anythingElseIsNoRetryAfter(String header) {
        assertThat(RetryPolicy.retryAfterNanos(header, 0)).isEqualTo(RetryPolicy.NONE);
    }

    @Test
    void onlyFourStatusesAreRetried() {
        for (int status = 100; status < 600; status++) {
            assertThat(RetryPolicy.retryable(status))
                    .isEqualTo(status == 429 || status == 502 || status == 503 || status == 504);
        }
    }
}
