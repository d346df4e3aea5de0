package io.perfagent.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Seam;
import java.util.concurrent.Callable;

/**
 * Runs a scenario again and again: first with a fault at the first point that hooks pass, then at the second, until one run
 * has passed them all.
 */
public final class EveryFault {
    private static final int MAX_POINTS = 20_000;

    private EveryFault() {}

    /**
     * @param scenario name of a {@code Callable<String>} with a constructor without arguments, which says what was wrong, or ""
     * @param length so many points in a row fail, and in the next run the next so many
     * @return how many points there were
     */
    public static long run(String scenario, Throwable fault, int length, String... packages) throws Exception {
        FaultLoader loader = new FaultLoader(packages);
        Class<?> type = Class.forName(scenario, true, loader);
        long at = 1 - length;
        try {
            do {
                at += length;
                FaultPoint.plan(at, length, fault);
                Object wrong = ((Callable<?>) type.getDeclaredConstructor().newInstance()).call();
                assertThat(wrong)
                        .describedAs("%s in a row from point %s, each %s", length, at, fault)
                        .isEqualTo("");
            } while (FaultPoint.thrown() > 0 && at < MAX_POINTS);
        } finally {
            FaultPoint.switchTo(false);
            Seam.close();
        }
        assertThat(FaultPoint.thrown())
                .describedAs("the last run has met no fault")
                .isZero();
        return at;
    }
}
