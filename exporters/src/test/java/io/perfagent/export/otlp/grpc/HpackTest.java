package io.perfagent.export.otlp.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 7541, and Netty as a second opinion. */
class HpackTest {
    private static final int BOUND = 64 * 1024;

    private final HpackDecoder decoder = new HpackDecoder(BOUND);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private List<String> decode(byte[] block) throws IOException {
        return decode(decoder, block);
    }

    private static List<String> decode(HpackDecoder decoder, byte[] block) throws IOException {
        List<String> fields = new ArrayList<>();
        decoder.decode(block, 0, block.length, (name, value) -> fields.add(name + ": " + value));
        return fields;
    }

    private List<String> decode(String hex) throws IOException {
        return decode(bytes(hex));
    }

    @Test
    void literals() throws IOException { // C.2
        assertThat(decode("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"))
                .containsExactly("custom-key: custom-header");
        assertThat(decoder.tableBytes()).isEqualTo(55);
        assertThat(decode("040c 2f73 616d 706c 652f 7061 7468")).containsExactly(":path: /sample/path");
        assertThat(decode("1008 7061 7373 776f 7264 0673 6563 7265 74")).containsExactly("password: secret");
        assertThat(decode("82")).containsExactly(":method: GET");
        assertThat(decoder.tableBytes()).isEqualTo(55);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestsThatUseTheTable(boolean huffman) throws IOException { // C.3 and C.4
        String first = ":authority: www.example.com";
        assertThat(decode(
                        huffman
                                ? "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff"
                                : "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
                .containsExactly(":method: GET", ":scheme: http", ":path: /", first);
        assertThat(decode(huffman ? "8286 84be 5886 a8eb 1064 9cbf" : "8286 84be 5808 6e6f 2d63 6163 6865"))
                .containsExactly(":method: GET", ":scheme: http", ":path: /", first, "cache-control: no-cache");
        assertThat(decode(
                        huffman
                                ? "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"
                                : "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65"))
                .containsExactly(
                        ":method: GET", ":scheme: https", ":path: /index.html", first, "custom-key: custom-value");
        assertThat(decoder.tableBytes()).isEqualTo(164);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void responsesThatOverflowTheTable(boolean huffman) throws IOException { // C.5 and C.6, with a table of 256 bytes
        String date = "date: Mon, 21 Oct 2013 20:13:21 GMT";
        String location = "location: https://www.example.com";
        String resize = "3fe1 01";
        assertThat(decode(resize
                        + (huffman
                                ? "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6"
                                        + "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"
                                : "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133"
                                        + "2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65"
                                        + "7861 6d70 6c65 2e63 6f6d")))
                .containsExactly(":status: 302", "cache-control: private", date, location);
        assertThat(decoder.tableBytes()).isEqualTo(222);
        assertThat(decode(huffman ? "4883 640e ffc1 c0bf" : "4803 3330 37c1 c0bf"))
                .containsExactly(":status: 307", "cache-control: private", date, location);
        assertThat(decoder.tableBytes()).isEqualTo(222);
        assertThat(decode(
                        huffman
                                ? "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab"
                                        + "77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27"
                                        + "0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07"
                                : "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d"
                                        + "54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157"
                                        + "454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b"
                                        + "2076 6572 7369 6f6e 3d31"))
                .containsExactly(
                        ":status: 200",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:22 GMT",
                        location,
                        "content-encoding: gzip",
                        "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
        assertThat(decoder.tableBytes()).isEqualTo(215);
    }

    @ParameterizedTest
    @CsvSource({
        "80, index 0",
        "be, an entry that is not there",
        "ffffffffff7f, an index without end",
        "3fe21f, a table that is too large",
        "8220, a table size after a field",
        "00, no name",
        "0001, a name that is missing",
        "000161, no value",
        "00017f02 61, a value that is cut",
        "0081ff00, padding of eight bits",
        "00810000, padding of zeros",
        "0084ffffffff00, the end of the string",
    })
    void whatIsMalformedIsRefused(String hex, String what) {
        assertThatThrownBy(() -> decode(hex)).as(what).isInstanceOf(IOException.class);
    }

    @Test
    void aBlockThatUnfoldsIsBounded() throws IOException {
        byte[] entry = new byte[6 + 3000];
        System.arraycopy(bytes("400161 7fb916"), 0, entry, 0, 6);
        java.util.Arrays.fill(entry, 6, entry.length, (byte) 'x');
        assertThat(decode(entry).get(0)).hasSize(3003);
        byte[] bomb = new byte[1000];
        java.util.Arrays.fill(bomb, (byte) 0xbe);
        assertThatThrownBy(() -> decode(bomb)).hasMessage("header too long");
    }

    @Test
    void garbageIsAnIoExceptionOrFields() {
        long seed = 7541;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(60)];
            random.nextBytes(garbage);
            try {
                decode(new HpackDecoder(BOUND), garbage);
            } catch (IOException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    /** Blocks as Netty writes them, with its table and its Huffman code, one connection after the other. */
    @Test
    void nettyIsUnderstood() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int connection = 0; connection < 20; connection++) {
            DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder(
                    (name, value) -> random.nextInt(8) == 0, true, 16, random.nextInt(2) * 512);
            HpackDecoder ours = new HpackDecoder(BOUND);
            for (int block = 0; block < 60; block++) {
                if (random.nextInt(10) == 0) {
                    encoder.configuration().maxHeaderTableSize(random.nextInt(4097));
                }
                Http2Headers headers = headers(random);
                ByteBuf out = Unpooled.buffer();
                encoder.encodeHeaders(3, headers, out);
                byte[] bytes = new byte[out.readableBytes()];
                out.readBytes(bytes);
                List<String> expected = new ArrayList<>();
                headers.forEach(field -> expected.add(field.getKey() + ": " + field.getValue()));
                assertThat(decode(ours, bytes)).as("seed %s", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void nettyUnderstandsOurs() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        DefaultHttp2HeadersDecoder netty = new DefaultHttp2HeadersDecoder(false, BOUND * 4L);
        for (int block = 0; block < 300; block++) {
            Http2Headers headers = headers(random);
            HeaderBlock ours = new HeaderBlock();
            headers.forEach(field -> {
                if (random.nextBoolean()) {
                    ours.add(field.getKey().toString(), field.getValue().toString());
                } else {
                    ours.addSecret(field.getKey().toString(), field.getValue().toString());
                }
            });
            Http2Headers decoded = netty.decodeHeaders(1, Unpooled.wrappedBuffer(ours.array(), 0, ours.size()));
            assertThat(decoded).as("seed %s", seed).isEqualTo(headers);
        }
    }

    private static Http2Headers headers(Random random) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.add(":status", random.nextBoolean() ? "200" : String.valueOf(100 + random.nextInt(900)));
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            boolean known = random.nextInt(3) == 0;
            String name = known ? StaticTable.name(15 + random.nextInt(47)) : "x-" + random.nextInt(20);
            StringBuilder value = new StringBuilder();
            int length = random.nextInt(30) == 0 ? random.nextInt(6000) : random.nextInt(40);
            while (value.length() < length) {
                value.append((char) (random.nextInt(8) == 0 ? 1 + random.nextInt(126) : 'a' + random.nextInt(26)));
            }
            headers.add(name, value.toString());
        }
        return headers;
    }

    @Test
    void theStaticTableIsNettys() throws Exception {
        DefaultHttp2HeadersDecoder netty = new DefaultHttp2HeadersDecoder(false, BOUND);
        for (int i = 1; i <= StaticTable.SIZE; i++) {
            byte[] block = {(byte) (0x80 | i)};
            Http2Headers headers = netty.decodeHeaders(1, Unpooled.wrappedBuffer(block));
            var field = headers.iterator().next();
            assertThat(decode(block)).containsExactly(field.getKey() + ": " + field.getValue());
        }
    }

    /** Each of the 256 bytes, so that every code is decoded. */
    @Test
    void everyByteHasItsCode() throws Exception {
        for (int symbol = 0; symbol < 256; symbol++) {
            DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder((name, value) -> true, true, 16, 0);
            Http2Headers headers = new DefaultHttp2Headers(false);
            String value = "ab" + (char) symbol + "yz";
            headers.add(
                    "x",
                    new io.grpc.netty.shaded.io.netty.util.AsciiString(
                            value.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
            ByteBuf out = Unpooled.buffer();
            encoder.encodeHeaders(3, headers, out);
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            assertThat(decode(new HpackDecoder(BOUND), bytes)).containsExactly("x: " + value);
        }
    }
}
