package io.perfagent.export.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.sun.management.ThreadMXBean;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoWriterTest {
    private final ProtoWriter out = new ProtoWriter(16, 64 * 1024 * 1024);

    private CodedInputStream written() {
        return CodedInputStream.newInstance(out.array(), 0, out.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void numbersReadBack(long value) throws Exception {
        out.varint(1, value);
        out.zigzag(2, value);
        out.fixed64(15, value);
        out.fixed32(16, (int) value);
        out.dbl(2_047, Double.longBitsToDouble(value));
        out.bool(2_048, value != 0);
        CodedInputStream in = written();
        assertThat(in.readTag()).isEqualTo(1 << 3);
        assertThat(in.readInt64()).isEqualTo(value);
        assertThat(in.readTag()).isEqualTo(2 << 3);
        assertThat(in.readSInt64()).isEqualTo(value);
        assertThat(in.readTag()).isEqualTo(15 << 3 | 1);
        assertThat(in.readFixed64()).isEqualTo(value);
        assertThat(in.readTag()).isEqualTo(16 << 3 | 5);
        assertThat(in.readFixed32()).isEqualTo((int) value);
        assertThat(in.readTag()).isEqualTo(2_047 << 3 | 1);
        assertThat(Double.doubleToRawLongBits(in.readDouble())).isEqualTo(value);
        assertThat(in.readTag()).isEqualTo(2_048 << 3);
        assertThat(in.readBool()).isEqualTo(value != 0);
        assertThat(in.isAtEnd()).isTrue();
    }

    @Test
    void sizeOfVarintIsThatOfProtobuf() {
        for (int bit = 0; bit < 64; bit++) {
            for (long value : new long[] {1L << bit, (1L << bit) - 1, -(1L << bit)}) {
                assertThat(ProtoWriter.varintSize(value))
                        .isEqualTo(com.google.protobuf.CodedOutputStream.computeUInt64SizeNoTag(value));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 120, 124, 125, 126, 127, 128, 200, 16_370, 16_380, 16_384, 2_097_140, 2_097_152})
    void nestedMessagesTakeTheShortestLength(int bodyBytes) throws Exception {
        byte[] body = new byte[bodyBytes];
        Arrays.fill(body, (byte) 'x');
        int outer = out.open(11);
        int inner = out.open(9);
        out.bytes(1, body, 0, body.length);
        out.close(inner);
        out.close(outer);
        ByteString inside = KeyValue.newBuilder()
                .setKeyBytes(ByteString.copyFrom(body))
                .build()
                .toByteString();
        Span expected = Span.newBuilder()
                .addEvents(Span.Event.parseFrom(Span.newBuilder()
                        .addAttributes(KeyValue.parseFrom(inside))
                        .build()
                        .toByteString()))
                .build();
        if (bodyBytes == 0) {
            assertThat(Arrays.copyOf(out.array(), out.size())).containsExactly(11 << 3 | 2, 4, 9 << 3 | 2, 2, 10, 0);
        } else {
            assertThat(Arrays.copyOf(out.array(), out.size())).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void randomStringsEncodeAsTheJdkDoes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            String text = randomText(random);
            int maxChars = random.nextInt(40);
            out.clear();
            out.string(1, text);
            out.string(2, text, maxChars);
            CodedInputStream in = written();
            in.readTag();
            assertThat(in.readByteArray()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            assertThat(ProtoWriter.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
            in.readTag();
            String cut = in.readString();
            int whole = Math.min(maxChars, text.length());
            boolean splits = whole > 0
                    && whole < text.length()
                    && Character.isSurrogatePair(text.charAt(whole - 1), text.charAt(whole));
            String expected = text.substring(0, splits ? whole - 1 : whole);
            assertThat(cut).isEqualTo(new String(expected.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int kind = random.nextInt(3);
        int n = random.nextInt(60);
        for (int i = 0; i < n; i++) {
            int c = kind == 0 ? random.nextInt(0x80) : kind == 1 ? random.nextInt(0x100) : random.nextInt(0x10000);
            if (kind == 2 && random.nextInt(3) == 0) {
                text.appendCodePoint(0x10000 + random.nextInt(0x1000));
            } else {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Test
    void keyValuesReadBackAsAttributes() throws Exception {
        String longText = "é".repeat(9_000);
        out.keyString(9, "s", "value");
        out.keyString(9, "ключ", longText);
        out.keyString(9, "cut", "abcdef", 3);
        out.keyLong(9, "l", -5);
        out.keyDouble(9, "d", 0.1);
        out.keyBool(9, "b", false);
        out.keyStrings(9, "a", new String[] {"x", "ü", "", "ignored"}, 3);
        Span span = Span.parseFrom(Arrays.copyOf(out.array(), out.size()));
        ArrayValue array = ArrayValue.newBuilder()
                .addValues(string("x"))
                .addValues(string("ü"))
                .addValues(string(""))
                .build();
        assertThat(span.getAttributesList())
                .containsExactly(
                        pair("s", string("value")),
                        pair("ключ", string(longText)),
                        pair("cut", string("abc")),
                        pair("l", AnyValue.newBuilder().setIntValue(-5).build()),
                        pair("d", AnyValue.newBuilder().setDoubleValue(0.1).build()),
                        pair("b", AnyValue.newBuilder().setBoolValue(false).build()),
                        pair("a", AnyValue.newBuilder().setArrayValue(array).build()));
    }

    private static AnyValue string(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    private static KeyValue pair(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    @Test
    void idsAreBigEndian() throws Exception {
        out.bytes16(1, 0x0af7651916cd43ddL, 0x8448eb211c80319cL);
        out.bytes8(2, 0xb7ad6b7169203331L);
        Span span = Span.parseFrom(Arrays.copyOf(out.array(), out.size()));
        assertThat(span.getTraceId().toByteArray())
                .isEqualTo(java.util.HexFormat.of().parseHex("0af7651916cd43dd8448eb211c80319c"));
        assertThat(span.getSpanId().toByteArray())
                .isEqualTo(java.util.HexFormat.of().parseHex("b7ad6b7169203331"));
    }

    @Test
    void overflowLeavesOutWholeFieldsAndWhatIsThereParses() throws Exception {
        for (int capacity = 0; capacity < 400; capacity++) {
            ProtoWriter small = new ProtoWriter(16, capacity);
            for (int i = 0; i < 3; i++) {
                int event = small.open(11);
                small.string(2, "an event with a name that takes some room, event " + i);
                small.keyString(3, "key", "value");
                small.fixed64(1, i + 1);
                small.close(event);
            }
            Span span = Span.parseFrom(Arrays.copyOf(small.array(), small.size()));
            assertThat(small.overflowed()).isEqualTo(lost(span));
            assertThat(small.size()).isLessThanOrEqualTo(Math.max(16, capacity) + 8);
        }
    }

    private static boolean lost(Span span) {
        for (int i = 0; i < 3; i++) {
            boolean whole = i < span.getEventsCount()
                    && !span.getEvents(i).getName().isEmpty()
                    && span.getEvents(i).getAttributesCount() == 1
                    && span.getEvents(i).getTimeUnixNano() == i + 1;
            if (!whole) {
                return true;
            }
        }
        return false;
    }

    @Test
    void truncateGivesUpTheLastElementAndGoesOn() throws Exception {
        ProtoWriter small = new ProtoWriter(16, 64);
        small.string(5, "name");
        int start = small.size();
        int event = small.open(11);
        small.string(2, "x".repeat(100));
        assertThat(small.overflowed()).isTrue();
        small.string(2, "ignored");
        small.truncate(start);
        assertThat(small.overflowed()).isFalse();
        small.varint(6, 2);
        Span span = Span.parseFrom(Arrays.copyOf(small.array(), small.size()));
        assertThat(span)
                .isEqualTo(Span.newBuilder().setName("name").setKindValue(2).build());
        assertThat(event).isGreaterThan(0);
        small.clear();
        assertThat(small.size()).isZero();
    }

    @Test
    void writingAsciiIntoAGrownBufferDoesNotAllocate() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String value = "GET /owners/{ownerId}";
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                out.clear();
                int mark = out.open(2);
                out.string(5, value);
                out.keyString(9, "http.route", value);
                out.keyLong(9, "http.response.status_code", 200);
                out.close(mark);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(allocated).isLessThan(1_000);
    }
}
