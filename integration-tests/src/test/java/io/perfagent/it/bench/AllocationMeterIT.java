package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class AllocationMeterIT {
    private static final long ALLOCATED_BYTES = 400L << 20; // several times eden
    private static final int OBJECT_BYTES = 1024;
    private static final int ARRAY_HEADER_BYTES = 16;

    @TempDir
    Path directory;

    /** Allocates a known number of bytes, then waits until its standard input closes. */
    public static final class Allocating {
        static volatile byte[] last = new byte[0];

        private Allocating() {}

        public static void main(String[] arguments) throws IOException {
            for (long done = 0; done < ALLOCATED_BYTES; done += OBJECT_BYTES) {
                last = new byte[OBJECT_BYTES - ARRAY_HEADER_BYTES];
            }
            System.out.println("allocated");
            while (System.in.read() >= 0) {
                // nothing is said on it
            }
        }
    }

    @OnEachJdk
    void itCountsWhatAnotherProcessHasAllocated(Jdk jdk) throws Exception {
        Path log = directory.resolve("gc.txt");
        try (AppProcess app = AppProcess.launch(Allocating.class)
                .jdk(jdk)
                .jvm(AllocationMeter.COLLECTOR)
                .jvm(AllocationMeter.logOption(log))
                .start()) {
            app.awaitLine("allocated"::equals, Duration.ofSeconds(60));
            AllocationMeter meter = new AllocationMeter(jdk, app.pid(), log);
            // The start of a JVM takes some megabytes too.
            assertThat(meter.allocatedBytes()).isBetween(ALLOCATED_BYTES, ALLOCATED_BYTES + (12L << 20));
        }
    }
}
