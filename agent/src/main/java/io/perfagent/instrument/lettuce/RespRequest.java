package io.perfagent.instrument.lettuce;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A command in the form of the protocol: {@code *2 $3 GET $1 k}. Pure. */
final class RespRequest {
    private static final int MAX_PARTS = 1 << 20;

    private final ByteBuf buffer;
    private int at;

    private RespRequest(ByteBuf buffer, int at) {
        this.buffer = buffer;
        this.at = at;
    }

    /** Name and arguments; null if it is anything else than one whole command. The buffer's indexes stay where they are. */
    static byte @Nullable [][] parts(ByteBuf buffer, int from) {
        RespRequest reader = new RespRequest(buffer, from);
        int count = reader.number('*');
        return count < 1 ? null : reader.strings(count);
    }

    /** Arguments, without the name and the count that go before; null if it is anything else. */
    static byte @Nullable [][] arguments(ByteBuf buffer, int count) {
        return new RespRequest(buffer, buffer.readerIndex()).strings(count);
    }

    private byte @Nullable [][] strings(int count) {
        if (count > MAX_PARTS) {
            return null;
        }
        byte[][] parts = new byte[count][];
        for (int i = 0; i < count; i++) {
            int length = number('$');
            if (length < 0 || length > buffer.writerIndex() - at - 2) {
                return null;
            }
            parts[i] = new byte[length];
            buffer.getBytes(at, parts[i]);
            at += length + 2;
        }
        return at == buffer.writerIndex() ? parts : null;
    }

    static byte[][] arguments(byte[][] parts) {
        return Arrays.copyOfRange(parts, 1, parts.length);
    }

    /** The number of a line that begins with a mark; -1 if there is none. */
    private int number(char mark) {
        int end = buffer.writerIndex();
        if (at >= end || buffer.getByte(at++) != mark) {
            return -1;
        }
        int number = 0;
        int digits = 0;
        while (at < end) {
            int next = buffer.getByte(at++);
            if (next == '\r') {
                at++; // the line feed
                return digits == 0 ? -1 : number;
            }
            if (next < '0' || next > '9' || ++digits > 9) {
                return -1;
            }
            number = number * 10 + next - '0';
        }
        return -1;
    }
}
