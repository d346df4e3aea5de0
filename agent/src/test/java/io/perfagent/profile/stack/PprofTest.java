package io.perfagent.profile.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.export.proto.ProtoReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Read as {@code profile.proto} says: samples name locations, leaf first; locations functions; functions strings. */
class PprofTest {
    private byte[] bytes = {};
    private final List<String> strings = new ArrayList<>();
    private final Map<Long, Long> functionOfLocation = new HashMap<>();
    private final Map<Long, Long> nameOfFunction = new HashMap<>();
    private final List<int[]> samples = new ArrayList<>();
    private final List<int[]> types = new ArrayList<>();
    private final Map<Integer, Long> numbers = new HashMap<>();

    private void read(byte[] zipped) throws IOException {
        bytes = new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
        ProtoReader reader = new ProtoReader().reset(bytes, 0, bytes.length);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> types.add(new int[] {reader.start(), reader.end()});
                case 2 -> samples.add(new int[] {reader.start(), reader.end()});
                case 4 -> {
                    Map<Integer, Long> location = numbersOf(reader.start(), reader.end());
                    functionOfLocation.put(location.get(1), location.get(104));
                }
                case 5 -> {
                    Map<Integer, Long> function = numbersOf(reader.start(), reader.end());
                    nameOfFunction.put(function.get(1), function.get(2));
                }
                case 6 ->
                    strings.add(
                            new String(bytes, reader.start(), reader.end() - reader.start(), StandardCharsets.UTF_8));
                default -> numbers.put(reader.field(), reader.value());
            }
        }
        assertThat(reader.malformed()).isFalse();
    }

    /** Its numbers by field; of a message within, the first number by 100 and the field. */
    private Map<Integer, Long> numbersOf(int from, int to) {
        Map<Integer, Long> found = new HashMap<>();
        ProtoReader reader = new ProtoReader().reset(bytes, from, to);
        while (reader.next()) {
            if (reader.wireType() == ProtoReader.LENGTH_DELIMITED) {
                ProtoReader within = new ProtoReader().reset(bytes, reader.start(), reader.end());
                assertThat(within.next()).isTrue();
                found.put(100 + reader.field(), within.value());
            } else {
                found.put(reader.field(), reader.value());
            }
        }
        return found;
    }

    private String text(long number) {
        return strings.get(Math.toIntExact(number));
    }

    private String sample(int[] range) {
        List<String> frames = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        ProtoReader reader = new ProtoReader().reset(bytes, range[0], range[1]);
        while (reader.next()) {
            for (int at = reader.start(); at < reader.end(); ) {
                long value = 0;
                int shift = 0;
                byte b;
                do {
                    b = bytes[at++];
                    value |= (b & 0x7fL) << shift;
                    shift += 7;
                } while (b < 0);
                if (reader.field() == 1) {
                    long function = functionOfLocation.get(value);
                    frames.add(text(nameOfFunction.get(function)));
                } else {
                    values.add(value);
                }
            }
        }
        return String.join("<", frames) + " " + values;
    }

    @Test
    void every_stack_is_a_sample_with_its_value_in_the_column_of_its_profile() throws IOException {
        StackProfile cpu = Collapsed.read("a.A.a;b.B.b 300\na.A.a 5\n", Unit.NANOSECONDS, 100);
        StackProfile alloc = Collapsed.read("a.A.a;byte[]_[c] 4096\n", Unit.BYTES, 100);

        read(Pprof.write(
                List.of(new NamedProfile("cpu", cpu), new NamedProfile("alloc", alloc)),
                1_700_000_000_000_000_000L,
                42));

        assertThat(types.stream().map(range -> numbersOf(range[0], range[1])))
                .extracting(type -> text(type.get(1)) + " " + text(type.get(2)))
                .containsExactly("cpu nanoseconds", "alloc bytes");
        assertThat(strings.get(0)).isEmpty();
        assertThat(samples.stream().map(this::sample))
                .containsExactly("a.A.a [5, 0]", "b.B.b<a.A.a [300, 0]", "byte[]<a.A.a [0, 4096]");
        assertThat(numbers).containsEntry(9, 1_700_000_000_000_000_000L).containsEntry(10, 42L);
    }
}
