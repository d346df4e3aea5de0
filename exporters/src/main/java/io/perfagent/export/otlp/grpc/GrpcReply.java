package io.perfagent.export.otlp.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** What a server answers to one call, gathered as it comes; bounded. Source: gRPC document "gRPC over HTTP2". */
public final class GrpcReply implements HpackDecoder.Fields {
    /** Longest message taken, in bytes, packed and unpacked. Fits into the window of a stream as it is at the start. */
    static final int MAX_MESSAGE_BYTES = 60 * 1000;

    private static final int PREFIX_BYTES = 5;
    private static final byte[] NOTHING = new byte[0];

    private byte[] data = NOTHING;
    private int dataBytes;
    private boolean tooLong;

    private int httpStatus;
    private int grpcStatus = -1;
    private int resetError = -1;
    private boolean refused;
    private boolean answered;
    private boolean ended;
    private String message = "";
    private String details = "";
    private String encoding = "";

    @Override
    public void field(String name, String value) {
        if (name.equals(":status")) {
            httpStatus = value.length() == 3 ? number(value) : 0;
        } else if (name.equals("grpc-status")) {
            grpcStatus = GrpcStatus.parse(value);
        } else if (name.equals("grpc-message")) {
            message = value;
        } else if (name.equals("grpc-status-details-bin")) {
            details = value;
        } else if (name.equals("grpc-encoding")) {
            encoding = value;
        }
    }

    private static int number(String digits) {
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            number = number * 10 + Character.digit(digits.charAt(i), 10);
        }
        return number;
    }

    /** A block of headers is complete, the first one or the trailers. */
    void headers(boolean last) {
        answered = true;
        if (last) {
            ended = true;
        } else if (httpStatus >= 100 && httpStatus < 200) {
            httpStatus = 0; // interim: another one follows
        }
    }

    void data(byte[] from, int at, int length, boolean last) {
        answered = true;
        ended |= last;
        if (dataBytes + length > PREFIX_BYTES + MAX_MESSAGE_BYTES) {
            tooLong = true;
            ended = true;
            return;
        }
        if (data.length < dataBytes + length) {
            byte[] larger = new byte[Math.max(dataBytes + length, 2 * data.length)];
            System.arraycopy(data, 0, larger, 0, dataBytes);
            data = larger;
        }
        System.arraycopy(from, at, data, dataBytes, length);
        dataBytes += length;
    }

    void reset(int error) {
        if (!ended) {
            resetError = error;
            refused = error == Frames.REFUSED_STREAM && !answered;
            ended = true;
        }
    }

    /** The server goes away and has not looked at this call. */
    void refuse() {
        refused = true;
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    /** Whether the server says that it did nothing with the call. */
    boolean refused() {
        return refused;
    }

    /** Whether more of it may still come, so that the connection is not at the start of another. */
    boolean cut() {
        return tooLong;
    }

    /** The gRPC status code, made of what there is if the server gave none. */
    public int status() {
        if (tooLong) {
            return GrpcStatus.INTERNAL;
        }
        if (grpcStatus >= 0) {
            return grpcStatus;
        }
        return resetError >= 0 ? GrpcStatus.ofReset(resetError) : GrpcStatus.ofHttp(httpStatus);
    }

    /** What the server, or this client, has to say about the status; may be empty. Not bounded for display. */
    public String message() {
        if (tooLong) {
            return "the answer is too long";
        }
        if (grpcStatus >= 0) {
            return percentDecoded(message);
        }
        return resetError >= 0 ? "the stream was reset" : "no gRPC answer, HTTP status " + httpStatus;
    }

    /** How long the server wants to be left alone, in nanoseconds; 0 where it does not say, negative without RetryInfo. */
    public long retryDelayNanos() {
        return details.isEmpty() ? RetryInfo.ABSENT : RetryInfo.delayNanos(details);
    }

    /** The message of a successful call, unpacked; empty if there is none or it makes no sense. */
    public byte[] body() {
        if (dataBytes < PREFIX_BYTES || Bytes.int32(data, 1) != dataBytes - PREFIX_BYTES) {
            return NOTHING;
        }
        if (data[0] == 0) {
            byte[] body = new byte[dataBytes - PREFIX_BYTES];
            System.arraycopy(data, PREFIX_BYTES, body, 0, body.length);
            return body;
        }
        if (!encoding.equals("gzip")) {
            return NOTHING;
        }
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(data, PREFIX_BYTES, dataBytes - PREFIX_BYTES))) {
            return in.readNBytes(MAX_MESSAGE_BYTES);
        } catch (IOException e) {
            return NOTHING;
        }
    }

    /** Source: gRPC document "gRPC over HTTP2", Status-Message. What is no percent-encoding stays as it is. */
    private static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int n = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low < 0) {
                bytes[n++] = (byte) c;
            } else {
                bytes[n++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return new String(bytes, 0, n, StandardCharsets.UTF_8);
    }
}
