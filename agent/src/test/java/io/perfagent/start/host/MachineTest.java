package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static GarbageCollectorMXBean collector(String name, long millis) {
        return (GarbageCollectorMXBean) Proxy.newProxyInstance(
                MachineTest.class.getClassLoader(),
                new Class<?>[] {GarbageCollectorMXBean.class},
                (proxy, method, arguments) -> method.getName().equals("getName") ? name : millis);
    }

    @Test
    void what_collectors_do_beside_the_application_is_no_pause() {
        assertThat(Machine.pauseMillis(List.of(
                        collector("G1 Young Generation", 7),
                        collector("G1 Concurrent GC", 1_000),
                        collector("ZGC Cycles", 1_000),
                        collector("ZGC Minor Cycles", 1_000),
                        collector("ZGC Minor Pauses", 3),
                        collector("Shenandoah Cycles", 1_000),
                        collector("Shenandoah Pauses", 2),
                        collector("Copy", -1))))
                .isEqualTo(12);
    }
}
