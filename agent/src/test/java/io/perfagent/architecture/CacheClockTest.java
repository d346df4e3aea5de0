package io.perfagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.perfagent.weave.ClassFiles;
import io.perfagent.weave.ClassOutline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is answered from memory, and for how long, does not depend on the wall clock, which may jump. */
class CacheClockTest {
    private static final List<String> ROOMS =
            List.of("cache", "instrument.pgjdbc", "instrument.jedis", "instrument.jedis3", "instrument.lettuce");

    /** The wall clock and what asks it; figures of adaptations get their time from who calls. */
    private static final List<String> WALL_CLOCKS =
            List.of("java/lang/System.currentTimeMillis:", "java/time/", "java/util/Date.", "java/util/Calendar.");

    @Test
    void nobody_asks_the_wall_clock() {
        List<String> found = new ArrayList<>();
        int monotonic = 0;
        for (JavaClass type : AgentClasses.ALL) {
            String room = AgentClasses.room(type.getName());
            if (!ROOMS.contains(room) && !room.startsWith("cache.")) {
                continue;
            }
            for (String reference : new ClassOutline(ClassFiles.of(type.reflect())).references()) {
                monotonic += reference.startsWith("java/lang/System.nanoTime:") ? 1 : 0;
                boolean length = reference.startsWith("java/time/Duration."); // a length, not a time
                if (!length && WALL_CLOCKS.stream().anyMatch(reference::startsWith)) {
                    found.add(type.getName() + " " + reference);
                }
            }
        }

        assertThat(found).isEmpty();
        assertThat(monotonic).as("the walk finds what is asked").isGreaterThan(5);
    }
}
