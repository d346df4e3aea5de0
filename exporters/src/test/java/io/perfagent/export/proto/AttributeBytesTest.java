package io.perfagent.export.proto;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributeBytesTest {
    private static byte[] emit(int field, byte[] neutral, int size) {
        ProtoWriter out = new ProtoWriter(16, 1 << 20);
        out.attributes(field, neutral, size);
        return Arrays.copyOf(out.array(), out.size());
    }

    @Test
    void becomesTheAttributesOfAnyMessage() throws Exception {
        byte[] neutral = new AttributeBytes()
                .put("text", "v".repeat(300))
                .put("count", 7L)
                .put("ratio", 0.5)
                .put("on", true)
                .put("list", new String[] {"a", "b"})
                .toBytes();
        Span span = Span.parseFrom(emit(9, neutral, neutral.length));
        assertThat(span.getAttributesCount()).isEqualTo(5);
        assertThat(span.getAttributes(0).getValue().getStringValue()).isEqualTo("v".repeat(300));
        assertThat(span.getAttributes(1).getValue().getIntValue()).isEqualTo(7);
        assertThat(span.getAttributes(2).getValue().getDoubleValue()).isEqualTo(0.5);
        assertThat(span.getAttributes(3).getValue().getBoolValue()).isTrue();
        assertThat(span.getAttributes(4).getValue().getArrayValue().getValues(1).getStringValue())
                .isEqualTo("b");
        assertThat(NumberDataPoint.parseFrom(emit(7, neutral, neutral.length)).getAttributesList())
                .isEqualTo(span.getAttributesList());
        assertThat(HistogramDataPoint.parseFrom(emit(9, neutral, neutral.length))
                        .getAttributesList())
                .isEqualTo(span.getAttributesList());
        assertThat(Resource.parseFrom(emit(1, neutral, neutral.length)).getAttributesList())
                .isEqualTo(span.getAttributesList());
    }

    @Test
    void whatDoesNotFitIsLeftOutWhole() throws Exception {
        AttributeBytes attributes = new AttributeBytes(100);
        attributes.put("first", "value").put("second", "x".repeat(200)).put("third", "value");
        assertThat(attributes.overflowed()).isTrue();
        Span span = Span.parseFrom(emit(9, attributes.array(), attributes.size()));
        assertThat(span.getAttributesList()).extracting(a -> a.getKey()).containsExactly("first");
    }

    @Test
    void allOrNoneAreEmitted() {
        byte[] neutral =
                new AttributeBytes().put("a", "1").put("b", "x".repeat(60)).toBytes();
        ProtoWriter small = new ProtoWriter(16, 64);
        small.attributes(9, neutral, neutral.length);
        assertThat(small.overflowed()).isTrue();
        assertThat(small.size()).isZero();
    }

    @Test
    void garbageNeverThrows() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] garbage = new byte[random.nextInt(40)];
            random.nextBytes(garbage);
            assertThat(emit(9, garbage, garbage.length).length).isLessThanOrEqualTo(2 * garbage.length);
        }
    }
}
