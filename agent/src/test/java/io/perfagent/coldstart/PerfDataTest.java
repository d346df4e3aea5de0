package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerfDataTest {
    private static ByteBuffer data(ByteOrder order, Object... namesAndValues) {
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.BIG_ENDIAN);
        out.putInt(0, 0xcafec0c0)
                .put(4, (byte) (order == ByteOrder.BIG_ENDIAN ? 0 : 1))
                .put(5, (byte) 2);
        out.order(order).putInt(24, 32).putInt(28, namesAndValues.length / 2);
        int at = 32;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            byte[] name = ((String) namesAndValues[i]).getBytes(StandardCharsets.UTF_8);
            int value = (20 + name.length + 1 + 7) / 8 * 8;
            out.putInt(at, value + 8).putInt(at + 4, 20).putInt(at + 8, 0).put(at + 12, (byte) 'J');
            out.putInt(at + 16, value);
            for (int c = 0; c < name.length; c++) {
                out.put(at + 20 + c, name[c]);
            }
            out.putLong(at + value, (Long) namesAndValues[i + 1]);
            at += value + 8;
        }
        return out;
    }

    @Test
    void counters_are_found_by_name_in_either_byte_order() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            PerfData read = PerfData.of(data(order, "java.ci.totalTime", 42L, "sun.cls.classVerifyTime", 1L << 40));

            assertThat(read).isNotNull();
            assertThat(read.value("java.ci.totalTime")).isEqualTo(42);
            assertThat(read.value("sun.cls.classVerifyTime")).isEqualTo(1L << 40);
            assertThat(read.value("sun.gc.collector.0.time")).isEqualTo(Counters.NOT_MEASURED);
        }
    }

    @Test
    void what_is_counted_by_ticks_is_told_in_nanoseconds_and_what_is_missing_is_not_zero() {
        PerfData read =
                PerfData.of(data(ByteOrder.LITTLE_ENDIAN, "sun.os.hrt.frequency", 1_000_000L, "java.ci.totalTime", 5L));
        assertThat(read).isNotNull();

        Counters counters = Counters.read(read, 7);

        assertThat(counters.since(null, Resource.JIT)).isEqualTo(5_000);
        assertThat(counters.since(null, Resource.VERIFY)).isEqualTo(Counters.NOT_MEASURED);
        assertThat(counters.loadedClasses()).isEqualTo(Counters.NOT_MEASURED);
    }

    @Test
    void what_is_no_such_data_is_refused() {
        assertThat(PerfData.of(ByteBuffer.allocate(0))).isNull();
        assertThat(PerfData.of(ByteBuffer.allocate(64))).isNull();
        ByteBuffer version1 = data(ByteOrder.LITTLE_ENDIAN, "a", 1L);
        version1.put(5, (byte) 1);
        assertThat(PerfData.of(version1)).isNull();
    }

    @Test
    void damaged_data_reads_as_far_as_it_goes() {
        long seed = System.nanoTime();
        System.out.println("PerfDataTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            ByteBuffer data = data(ByteOrder.LITTLE_ENDIAN, "java.ci.totalTime", 42L, "b", 1L, "c", 2L);
            for (int i = 0; i < 4; i++) {
                data.put(6 + random.nextInt(200), (byte) random.nextInt());
            }
            data.limit(40 + random.nextInt(200));

            PerfData read = PerfData.of(data);

            if (read != null) {
                Counters.read(read, 0); // in bounds, whatever it says
            }
        }
    }
}
