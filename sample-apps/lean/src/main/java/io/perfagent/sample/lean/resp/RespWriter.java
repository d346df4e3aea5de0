package io.perfagent.sample.lean.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes replies, in RESP2 until {@link #useResp3} says otherwise. Used by one thread. */
final class RespWriter {
    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private final OutputStream out;
    private boolean resp3;

    RespWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, 8192);
    }

    void useResp3(boolean resp3) {
        this.resp3 = resp3;
    }

    boolean usesResp3() {
        return resp3;
    }

    void ok() throws IOException {
        simple("OK");
    }

    void simple(String text) throws IOException {
        line('+', text);
    }

    /** The message begins with its kind, in capitals: {@code ERR syntax error}. */
    void error(String message) throws IOException {
        // A line break would end the reply too early and the rest would be read as the next one.
        line('-', message.replace('\r', ' ').replace('\n', ' '));
    }

    void number(long value) throws IOException {
        line(':', Long.toString(value));
    }

    /** A value as it was stored; null is the reply for a missing key. */
    void bulk(byte @Nullable [] value) throws IOException {
        if (value == null) {
            if (resp3) {
                line('_', "");
            } else {
                line('$', "-1");
            }
            return;
        }
        line('$', Integer.toString(value.length));
        out.write(value);
        out.write(END_OF_LINE);
    }

    void bulk(String value) throws IOException {
        bulk(value.getBytes(UTF_8));
    }

    /** Begins a reply of {@code size} elements, which the caller writes. */
    void array(int size) throws IOException {
        line('*', Integer.toString(size));
    }

    /** Begins a reply of {@code size} pairs, which the caller writes key by key; a flat array in RESP2. */
    void map(int size) throws IOException {
        if (resp3) {
            line('%', Integer.toString(size));
        } else {
            array(2 * size);
        }
    }

    void flush() throws IOException {
        out.flush();
    }

    private void line(char type, String text) throws IOException {
        out.write(type);
        out.write(text.getBytes(UTF_8));
        out.write(END_OF_LINE);
    }
}
