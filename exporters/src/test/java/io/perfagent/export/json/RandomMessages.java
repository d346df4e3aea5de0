package io.perfagent.export.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Random;

/** Messages with random content, for comparing encoders. */
final class RandomMessages {
    private static final double[] DOUBLES = {0.0, 1.5, -1e300, 4e-320, Double.MAX_VALUE, 12_345_678.9};
    private static final String TEXT = "aZ09 \"\\/\b\f\n\r\t\u0000\u001f\u007fäß中\u2028\ud83d\ude00";

    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    Message fill(Message.Builder builder, int depth) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (random.nextInt(4) == 0 || (message && depth == 0)) {
                continue;
            }
            int n = field.isRepeated() ? random.nextInt(4) : 1;
            for (int i = 0; i < n; i++) {
                Object value = message ? fill(builder.newBuilderForField(field), depth - 1) : scalar(field);
                if (field.isRepeated()) {
                    builder.addRepeatedField(field, value);
                } else {
                    builder.setField(field, value);
                }
            }
        }
        return builder.build();
    }

    private Object scalar(FieldDescriptor field) {
        switch (field.getJavaType()) {
            case INT:
                return random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(100);
            case LONG:
                return random.nextInt(3) == 0 ? random.nextLong() : (long) random.nextInt(100);
            case DOUBLE:
                return DOUBLES[random.nextInt(DOUBLES.length)];
            case BOOLEAN:
                return random.nextBoolean();
            case ENUM:
                return field.getEnumType()
                        .getValues()
                        .get(random.nextInt(field.getEnumType().getValues().size()));
            case BYTE_STRING:
                byte[] bytes = new byte[random.nextInt(17)];
                random.nextBytes(bytes);
                return ByteString.copyFrom(bytes);
            case STRING:
                StringBuilder text = new StringBuilder();
                int n = random.nextInt(8);
                for (int i = 0; i < n; i++) {
                    text.appendCodePoint(TEXT.codePointAt(
                            TEXT.offsetByCodePoints(0, random.nextInt(TEXT.codePointCount(0, TEXT.length())))));
                }
                return text.toString();
            default:
                throw new AssertionError(field);
        }
    }
}
