package io.perfagent.export.proto;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtoReaderTest {
    @Test
    void walksTheFieldsOfAMessage() {
        byte[] data = Span.newBuilder()
                .setName("name")
                .setKindValue(3)
                .setStartTimeUnixNano(-2)
                .setFlags(0xffffffff)
                .build()
                .toByteArray();
        ProtoReader reader = new ProtoReader().reset(data, 0, data.length);
        StringBuilder seen = new StringBuilder();
        while (reader.next()) {
            boolean text = reader.wireType() == ProtoReader.LENGTH_DELIMITED;
            seen.append(reader.field()).append('=');
            seen.append(text ? new String(data, reader.start(), reader.end() - reader.start()) : reader.value());
            seen.append(' ');
        }
        assertThat(reader.malformed()).isFalse();
        assertThat(seen.toString()).isEqualTo("5=name 6=3 7=-2 16=4294967295 ");
    }

    @Test
    void everyPrefixOfAMessageEndsTheWalk() {
        byte[] data =
                Span.newBuilder().setName("name").setKindValue(300).build().toByteArray();
        for (int n = 0; n < data.length; n++) {
            ProtoReader reader = new ProtoReader().reset(data, 0, n);
            int fields = 0;
            while (reader.next()) {
                fields++;
            }
            assertThat(reader.malformed()).as("prefix of %d", n).isEqualTo(n != 0 && n != 6);
            assertThat(fields).isEqualTo(n < 6 ? 0 : 1);
        }
    }

    @Test
    void garbageNeverThrowsAndAlwaysEnds() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int malformed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(30)];
            random.nextBytes(garbage);
            ProtoReader reader = new ProtoReader().reset(garbage, 0, garbage.length);
            int fields = 0;
            while (reader.next()) {
                assertThat(++fields).isLessThanOrEqualTo(garbage.length);
                while (reader.wireType() == ProtoReader.LENGTH_DELIMITED && reader.start() < reader.end()) {
                    reader.nextPackedVarint();
                }
            }
            malformed += reader.malformed() ? 1 : 0;
        }
        assertThat(malformed).isGreaterThan(1_000);
    }
}
