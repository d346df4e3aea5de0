package io.perfagent.export.otlp.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcReplyTest {
    private static GrpcReply reply(String... fields) {
        GrpcReply reply = new GrpcReply();
        for (int i = 0; i < fields.length; i += 2) {
            reply.field(fields[i], fields[i + 1]);
        }
        reply.headers(true);
        return reply;
    }

    @ParameterizedTest
    @CsvSource({
        "400, INTERNAL",
        "401, UNAUTHENTICATED",
        "403, PERMISSION_DENIED",
        "404, UNIMPLEMENTED",
        "429, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "200, UNKNOWN",
        "500, UNKNOWN",
        "2x0, UNKNOWN"
    })
    void anAnswerWithoutAGrpcStatusIsThatOfAProxy(String httpStatus, String expected) {
        GrpcReply reply = reply(":status", httpStatus, "grpc-message", "not shown");
        assertThat(GrpcStatus.name(reply.status())).isEqualTo(expected);
        assertThat(reply.message()).startsWith("no gRPC answer");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "14, 14", "16, 16", "17, 2", "99999999999, 2", "-1, 2", "x, 2", "'', 2"})
    void theGrpcStatusIsANumber(String value, int expected) {
        assertThat(reply(":status", "200", "grpc-status", value).status()).isEqualTo(expected);
    }

    @Test
    void codesHaveTheNamesOfGrpc() {
        for (Status.Code code : Status.Code.values()) {
            assertThat(GrpcStatus.name(code.value())).isEqualTo(code.name());
        }
        assertThat(GrpcStatus.name(-5)).isEqualTo("UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource({"a%20b, a b", "100%, 100%", "%zz%4, %zz%4", "caf%C3%A9%e2%82%ac, café€", "%, %", "%2, %2", "%25, %"})
    void messagesArePercentDecoded(String value, String expected) {
        assertThat(reply("grpc-status", "3", "grpc-message", value).message()).isEqualTo(expected);
    }

    @Test
    void retryInfoThatMakesNoSenseSaysNothing() {
        assertThat(reply("grpc-status", "8").retryDelayNanos()).isNegative();
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] garbage = new byte[random.nextInt(80)];
            random.nextBytes(garbage);
            String value = i % 2 == 0
                    ? java.util.Base64.getEncoder().encodeToString(garbage)
                    : new String(garbage, StandardCharsets.ISO_8859_1);
            assertThat(reply("grpc-status", "8", "grpc-status-details-bin", value)
                            .retryDelayNanos())
                    .isNegative();
        }
    }

    @Test
    void retryInfoWithoutPaddingAndWithoutADelay() {
        com.google.rpc.Status status = com.google.rpc.Status.newBuilder()
                .addDetails(com.google.protobuf.Any.pack(com.google.rpc.RetryInfo.getDefaultInstance()))
                .build();
        String value = java.util.Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());
        assertThat(reply("grpc-status", "8", "grpc-status-details-bin", value).retryDelayNanos())
                .isZero();
    }

    private static GrpcReply withData(int flag, String encoding, byte[] message) {
        byte[] data = new byte[5 + message.length];
        data[0] = (byte) flag;
        Bytes.putInt32(data, 1, message.length);
        System.arraycopy(message, 0, data, 5, message.length);
        GrpcReply reply = new GrpcReply();
        reply.field("grpc-encoding", encoding);
        reply.headers(false);
        for (int i = 0; i < data.length; i++) { // in the smallest pieces
            reply.data(data, i, 1, false);
        }
        return reply;
    }

    @Test
    void messagesAreUnpackedUpToABound() throws Exception {
        byte[] small = {1, 2, 3};
        assertThat(withData(0, "identity", small).body()).isEqualTo(small);
        assertThat(withData(1, "gzip", gzip(small)).body()).isEqualTo(small);
        assertThat(withData(1, "gzip", small).body()).isEmpty();
        assertThat(withData(1, "brotli", small).body()).isEmpty();
        assertThat(withData(1, "gzip", gzip(new byte[10_000_000])).body()).hasSize(GrpcReply.MAX_MESSAGE_BYTES);
        assertThat(new GrpcReply().body()).isEmpty();
        GrpcReply wrong = withData(0, "", small);
        wrong.data(small, 0, 1, true);
        assertThat(wrong.body()).isEmpty();
    }

    private static byte[] gzip(byte[] plain) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
