package io.perfagent.export.otlp.grpc;

import static io.perfagent.export.otlp.grpc.Http2Server.SETTINGS;
import static io.perfagent.export.otlp.grpc.Http2Server.frame;
import static io.perfagent.export.otlp.grpc.Http2Server.headers;
import static io.perfagent.export.otlp.grpc.Http2Server.join;
import static io.perfagent.export.otlp.grpc.Http2Server.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.export.Clock;
import io.perfagent.export.otlp.grpc.Http2Server.Frame;
import io.perfagent.export.otlp.grpc.Http2Server.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that do what is allowed and seldom done, and servers that do what is not. */
@Timeout(60)
class Http2ConnectionTest {
    private static final long SOON_NANOS = 20_000_000_000L;

    private static HeaderBlock request() {
        return new HeaderBlock().add(":method", "POST").add(":path", "/s/Export");
    }

    private static GrpcReply call(Http2Connection connection, byte[] message, long nanos) throws IOException {
        return connection.call(request(), message, message.length, false, System.nanoTime() + nanos);
    }

    /** Makes one call against the script. */
    private static GrpcReply call(Script script, byte[] message, long nanos, List<Frame> received) throws IOException {
        try (Http2Server server = new Http2Server(script);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            Http2Connection connection = new Http2Connection(socket, socket, Clock.SYSTEM);
            try {
                connection.open(System.nanoTime() + nanos);
                return call(connection, message, nanos);
            } finally {
                received.addAll(List.copyOf(server.received));
            }
        }
    }

    private static GrpcReply call(Script script) throws IOException {
        return call(script, new byte[100], SOON_NANOS, new ArrayList<>());
    }

    private static Script sends(byte[]... parts) {
        return (server, out) -> {
            out.write(join(parts));
            out.flush();
            server.await(-1, 1);
        };
    }

    /** Greets, waits for the request, and sends. */
    private static Script answers(byte[]... parts) {
        return (server, out) -> {
            out.write(SETTINGS);
            server.await(Frames.DATA, 1);
            out.write(join(parts));
            out.flush();
            server.await(-1, 1);
        };
    }

    private static void fails(Script script, String why) {
        assertThatThrownBy(() -> call(script)).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    @Test
    void everyFormOfAnAnswerIsUnderstood() throws IOException {
        byte[] ok = headers(Frames.END_HEADERS, 1, ":status", "200");
        byte[] trailers = headers(Frames.END_HEADERS | Frames.END_STREAM, 1, "grpc-status", "0");
        byte[] fields = headers(0, 1, ":status", "200", "grpc-status", "0");
        int cut = fields.length - 9 - 4;
        int[] begin = new int[cut];
        int[] rest = new int[4];
        int[] padded = new int[1 + 5 + cut + 4 + 3];
        padded[0] = 3;
        for (int i = 0; i < cut + 4; i++) {
            if (i < cut) {
                begin[i] = fields[9 + i];
            } else {
                rest[i - cut] = fields[9 + i];
            }
            padded[6 + i] = fields[9 + i];
        }
        byte[][] answers = {
            success(1),
            headers(Frames.END_HEADERS | Frames.END_STREAM, 1, ":status", "200", "grpc-status", "0"),
            join(headers(Frames.END_HEADERS, 1, ":status", "103"), ok, trailers),
            join(ok, frame(Frames.DATA, Frames.PADDED, 1, 2, 0, 0, 0, 0, 0, 0, 0), trailers),
            join(ok, frame(Frames.DATA, 0, 1), frame(99, 7, 1, 1, 2, 3), frame(2, 0, 1, 0, 0, 0, 0, 9), trailers),
            join(
                    frame(Frames.HEADERS, Frames.END_STREAM, 1, begin),
                    frame(Frames.CONTINUATION, 0, 1),
                    frame(Frames.CONTINUATION, Frames.END_HEADERS, 1, rest)),
            frame(Frames.HEADERS, Frames.END_STREAM | Frames.END_HEADERS | Frames.PADDED | Frames.PRIORITY, 1, padded),
            join(frame(Frames.GOAWAY, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), success(1)),
            join(success(77), frame(Frames.RST_STREAM, 0, 77, 0, 0, 0, 0), success(1)),
        };
        for (int i = 0; i < answers.length; i++) {
            assertThat(call(answers(answers[i])).status()).as("answer %s", i).isZero();
        }
    }

    @Test
    void pingsAndSettingsAreAnswered() throws IOException {
        List<Frame> received = new ArrayList<>();
        Script script = (server, out) -> {
            out.write(SETTINGS);
            out.write(frame(Frames.PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
            out.write(SETTINGS);
            out.write(frame(Frames.PING, Frames.ACK, 0, 1, 2, 3, 4, 5, 6, 7, 8));
            server.await(Frames.PING, 1);
            server.await(Frames.SETTINGS, 3);
            server.await(Frames.DATA, 1);
            out.write(success(1));
            server.await(-1, 1);
        };
        assertThat(call(script, new byte[10], SOON_NANOS, received).status()).isZero();
        assertThat(received)
                .filteredOn(frame -> frame.type() == Frames.PING)
                .singleElement()
                .satisfies(ping -> {
                    assertThat(ping.flags()).isEqualTo(Frames.ACK);
                    assertThat(ping.payload()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
                });
    }

    /** Windows that open by a few bytes at a time, shrink below zero and come back. */
    @Test
    void aMessageIsSentAsTheWindowsAllow() throws IOException {
        byte[] message = new byte[70_000];
        new Random(3).nextBytes(message);
        List<Frame> received = new ArrayList<>();
        Script script = (server, out) -> {
            out.write(frame(Frames.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 7)); // a window of 7 bytes
            server.await(Frames.DATA, 1);
            out.write(frame(Frames.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 0)); // now -7
            out.write(frame(Frames.WINDOW_UPDATE, 0, 1, 0, 0, 0, 8)); // now 1
            server.await(Frames.DATA, 2);
            out.write(frame(Frames.WINDOW_UPDATE, 0, 1, 0, 2, 0, 0)); // more than the connection's
            server.await(Frames.DATA, 6);
            out.write(frame(Frames.WINDOW_UPDATE, 0, 0, 0, 2, 0, 0));
            server.await(Frames.DATA, 7);
            out.write(success(1));
            server.await(-1, 1);
        };
        assertThat(call(script, message, SOON_NANOS, received).status()).isZero();
        List<Frame> data =
                received.stream().filter(frame -> frame.type() == Frames.DATA).toList();
        assertThat(data).extracting(frame -> frame.payload().length).startsWith(7, 1, 16_384, 16_384, 16_384);
        assertThat(data.get(data.size() - 1).flags()).isEqualTo(Frames.END_STREAM);
        byte[] sent = join(data.stream().map(Frame::payload).toArray(byte[][]::new));
        assertThat(sent)
                .startsWith(0, 0, 1, 0x11, 0x70)
                .hasSize(message.length + 5)
                .endsWith(message);
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestEndsTheRequest() throws IOException {
        List<Frame> received = new ArrayList<>();
        Script script = (server, out) -> {
            out.write(SETTINGS);
            server.await(Frames.DATA, 1);
            out.write(headers(Frames.END_HEADERS | Frames.END_STREAM, 1, ":status", "200", "grpc-status", "8"));
            server.await(Frames.RST_STREAM, 1);
            server.await(-1, 1);
        };
        assertThat(call(script, new byte[200_000], SOON_NANOS, received).status())
                .isEqualTo(8);
    }

    @Test
    void aResetStreamIsAStatus() throws IOException {
        assertThat(call(answers(frame(Frames.RST_STREAM, 0, 1, 0, 0, 0, 11))).status())
                .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        assertThat(call(answers(frame(Frames.RST_STREAM, 0, 1, 0, 0, 0, 8))).status())
                .isEqualTo(GrpcStatus.CANCELLED);
        assertThat(call(answers(frame(Frames.RST_STREAM, 0, 1, 0, 0, 0, 2))).status())
                .isEqualTo(GrpcStatus.INTERNAL);
    }

    @Test
    void aCallThatWasNotLookedAtIsKnownAsSuch() throws IOException {
        byte[][] refusals = {
            frame(Frames.RST_STREAM, 0, 3, 0, 0, 0, 7),
            frame(Frames.GOAWAY, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0),
            new byte[0] // closed without a word
        };
        for (byte[] refusal : refusals) {
            Script script = (server, out) -> {
                out.write(SETTINGS);
                server.await(Frames.DATA, 1);
                out.write(success(1));
                server.await(Frames.DATA, 2);
                out.write(refusal);
            };
            try (Http2Server server = new Http2Server(script);
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                Http2Connection connection = new Http2Connection(socket, socket, Clock.SYSTEM);
                connection.open(System.nanoTime() + SOON_NANOS);
                assertThat(call(connection, new byte[10], SOON_NANOS).status()).isZero();
                assertThat(connection.unprocessed()).isFalse();
                assertThatThrownBy(() -> call(connection, new byte[10], SOON_NANOS))
                        .isInstanceOf(IOException.class);
                assertThat(connection.unprocessed()).isTrue();
            }
        }
    }

    @Test
    void aServerThatNeverAnswersIsLeftInTime() {
        Script[] silent = {
            (server, out) -> server.await(-1, 1),
            sends(SETTINGS),
            answers(headers(Frames.END_HEADERS, 1, ":status", "200")),
            sends(frame(Frames.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 0)), // a window of nothing
        };
        for (Script script : silent) {
            assertThatThrownBy(() -> call(script, new byte[100], 100_000_000L, new ArrayList<>()))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aServerThatDripsIsLeftInTime() {
        Script script = (server, out) -> {
            out.write(SETTINGS);
            while (true) {
                out.write(frame(Frames.DATA, 0, 1, 0)); // until the client has gone
                out.flush();
                Thread.onSpinWait();
            }
        };
        assertThatThrownBy(() -> call(script, new byte[100], 300_000_000L, new ArrayList<>()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoHttp2IsRefused() throws IOException {
        fails(sends("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()), "HTTP/1");
        fails(sends("SSH-2.0-OpenSSH_9.2\r\n".getBytes()), "not an HTTP/2 frame");
        fails(sends(frame(Frames.PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8)), "not an HTTP/2 server");
        byte[] garbage = new byte[100_000];
        new Random(9).nextBytes(garbage);
        fails(sends(garbage), "");
        fails(sends(SETTINGS, garbage), "");
    }

    @Test
    void framesThatBreakTheProtocolEndTheConnection() {
        byte[][] broken = {
            frame(Frames.SETTINGS, 0, 1),
            frame(Frames.SETTINGS, 0, 0, 1),
            frame(Frames.SETTINGS, Frames.ACK, 0, 0, 4, 0, 0, 0, 7),
            frame(Frames.SETTINGS, 0, 0, 0, 4, 0xff, 0, 0, 0),
            frame(Frames.SETTINGS, 0, 0, 0, 5, 0, 0, 0, 1),
            frame(Frames.PING, 0, 0, 1),
            frame(Frames.PING, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8),
            frame(Frames.GOAWAY, 0, 0, 1),
            frame(Frames.WINDOW_UPDATE, 0, 0, 0, 0, 0, 0),
            frame(Frames.WINDOW_UPDATE, 0, 0, 0x7f, 0xff, 0xff, 0xff),
            frame(Frames.WINDOW_UPDATE, 0, 1, 1),
            frame(Frames.RST_STREAM, 0, 0, 0, 0, 0, 0),
            frame(Frames.RST_STREAM, 0, 1, 0),
            frame(Frames.PUSH_PROMISE, Frames.END_HEADERS, 1, 0, 0, 0, 2),
            frame(Frames.CONTINUATION, Frames.END_HEADERS, 1),
            frame(Frames.DATA, 0, 0, 1),
            frame(Frames.DATA, Frames.PADDED, 1),
            frame(Frames.DATA, Frames.PADDED, 1, 1),
            frame(Frames.HEADERS, Frames.PADDED, 1, 9, 0),
            frame(Frames.HEADERS, Frames.PRIORITY, 1, 0),
            frame(Frames.HEADERS, Frames.END_HEADERS, 0),
            join(frame(Frames.HEADERS, 0, 1), frame(Frames.PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8)),
            join(frame(Frames.HEADERS, 0, 1), frame(Frames.CONTINUATION, 0, 3)),
        };
        for (byte[] one : broken) {
            fails(answers(one), "breaks the HTTP/2 protocol");
        }
        fails(answers(frame(Frames.HEADERS, Frames.END_HEADERS, 1, 0x80)), "malformed header");
        fails(answers(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 1}), "too large");
    }

    /** Sends a frame until the client hangs up. */
    private static Script flood(byte[] first, byte[] again) {
        return (server, out) -> {
            out.write(SETTINGS);
            server.await(Frames.DATA, 1);
            out.write(first);
            while (true) {
                out.write(again);
            }
        };
    }

    @Test
    void floodsAreCutOff() {
        int[] filler = new int[16_000];
        java.util.Arrays.fill(filler, 0x20); // table sizes, which decode to nothing
        byte[] nothing = new byte[0];
        fails(flood(nothing, SETTINGS), "");
        fails(flood(nothing, frame(Frames.PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8)), "");
        fails(flood(nothing, frame(Frames.DATA, 0, 1)), "too many frames");
        fails(flood(nothing, frame(99, 0, 1)), "too many frames");
        fails(flood(nothing, headers(Frames.END_HEADERS, 1, "a", "b")), "too many frames");
        fails(flood(frame(Frames.HEADERS, 0, 1), frame(Frames.CONTINUATION, 0, 1)), "header too long");
        fails(flood(frame(Frames.HEADERS, 0, 1), frame(Frames.CONTINUATION, 0, 1, filler)), "header too long");
    }
}
