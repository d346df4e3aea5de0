package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
    @Test
    void theCommandMayHoldSpacesAndParentheses() {
        String rest = " S 1 2 3 0 -1 4194304 5 0 0 0 1234 56 7 8 20 0 41 0 99 1000 200 18446744073709551615\n";
        assertThat(ProcessStat.cpuTicks("4711 (java)" + rest)).isEqualTo(1290);
        assertThat(ProcessStat.cpuTicks("4711 (a ) b (c) 1 2)" + rest)).isEqualTo(1290);
    }

    @Test
    void aFieldOfTheStatusIsItsNumber() {
        String status = "Name:\tjava\nVmHWM:\t  300 kB\nVmRSS:\t  115556 kB\nThreads:\t41\n";
        assertThat(ProcessStat.field(status, "VmRSS:")).isEqualTo(115_556);
        assertThat(ProcessStat.field(status, "Threads:")).isEqualTo(41);
        assertThatThrownBy(() -> ProcessStat.field(status, "VmSwap:")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agentThreadsAreKnownByTheirNamesHoweverTheJvmCutsThem() {
        assertThat(ProcessStat.isAgentThread("perf-agent-main\n")).isTrue();
        assertThat(ProcessStat.isAgentThread("perf-agent-expo\n")).isTrue();
        assertThat(ProcessStat.isAgentThread("perf-ag..export\n")).isTrue();
        assertThat(ProcessStat.isAgentThread("http-nio-exec-1\n")).isFalse();
    }

    @Test
    void thisProcessHasUsedCpuAndMemory() throws Exception {
        ProcessStat self = new ProcessStat(ProcessHandle.current().pid(), ProcessStat.clockTickMillis());
        assertThat(self.cpuMillis()).isPositive();
        assertThat(self.rssKib()).isBetween(10L << 10, 64L << 20);
        assertThat(self.threads()).isGreaterThan(3);
        assertThat(self.agentThreads()).isZero();
    }
}
