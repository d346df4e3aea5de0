package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CacheFiguresTest {
    private static String status(String coverage, long reads, long hits) {
        return "perf-agent 0.1.0\n  weave cache: 35 hits, 0 misses, 0 refused\n  cache coverage: " + coverage + " % of "
                + reads + " reads could be served; lost:\n"
                + "     51.0 %  in a transaction that is not read-only\n"
                + "  cache: " + hits
                + " hits, 20 misses, 3 checked, 0 of them stale; 0.1 s of calls saved; 7 of 9 KiB held\n";
    }

    @Test
    void readsTheStatusReport() {
        CacheFigures before = CacheFigures.ofStatus(status("49.0", 1000, 400));
        CacheFigures after = CacheFigures.ofStatus(status("49.5", 3000, 1900));

        assertThat(after.eligiblePercent()).isEqualTo(49.5);
        assertThat(after.hitPercentSince(before)).isCloseTo(75, within(1e-9));
    }

    @Test
    void aReportWithoutReadsSaysNothing() {
        CacheFigures none = CacheFigures.ofStatus("perf-agent 0.1.0\n  cache on\n");
        assertThat(none.reads()).isZero();
        assertThat(none.eligiblePercent()).isNaN();
        assertThat(none.hitPercentSince(none)).isNaN();
    }

    @Test
    void readsWhatTheRepositoryCounts() {
        CacheFigures before = CacheFigures.ofCounts("reads=0 loads=0");
        CacheFigures after = CacheFigures.ofCounts("reads=10 loads=3");
        assertThat(after.hitPercentSince(before)).isCloseTo(70, within(1e-9));
    }
}
