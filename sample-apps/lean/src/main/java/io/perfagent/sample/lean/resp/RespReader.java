package io.perfagent.sample.lean.resp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads commands, each an array of bulk strings. Used by one thread. */
final class RespReader {
    static final int MAX_ARGUMENTS = 1024;
    static final int MAX_ARGUMENT_BYTES = 1 << 20;
    private static final int MAX_NUMBER = Math.max(MAX_ARGUMENTS, MAX_ARGUMENT_BYTES);

    /** Tells what it holds without asking the socket, which would be a system call per command. */
    private static final class Buffer extends BufferedInputStream {
        Buffer(InputStream in) {
            super(in, 8192);
        }

        synchronized boolean isEmpty() {
            return pos >= count;
        }
    }

    private final Buffer in;

    RespReader(InputStream in) {
        this.in = new Buffer(in);
    }

    /** Whether part of a further command has already been received. */
    boolean hasBuffered() {
        return !in.isEmpty();
    }

    /**
     * The next command, its name first.
     *
     * @return null when the client has closed the connection between two commands
     * @throws RespProtocolException if it is no command, or larger than this server takes
     * @throws EOFException if the connection ends inside a command
     */
    @Nullable
    List<byte[]> readCommand() throws IOException {
        while (true) {
            int type = in.read();
            if (type < 0) {
                return null;
            }
            if (type != '*') {
                throw new RespProtocolException("expected '*'");
            }
            int arguments = readNumber();
            if (arguments > MAX_ARGUMENTS) {
                throw new RespProtocolException("invalid multibulk length");
            }
            // An empty array is no command; Redis skips it too.
            if (arguments > 0) {
                return readArguments(arguments);
            }
        }
    }

    private List<byte[]> readArguments(int count) throws IOException {
        List<byte[]> arguments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (readByte() != '$') {
                throw new RespProtocolException("expected '$'");
            }
            int sizeBytes = readNumber();
            if (sizeBytes > MAX_ARGUMENT_BYTES) {
                throw new RespProtocolException("invalid bulk length");
            }
            byte[] argument = in.readNBytes(sizeBytes);
            if (argument.length < sizeBytes) {
                throw new EOFException();
            }
            expect('\r');
            expect('\n');
            arguments.add(argument);
        }
        return arguments;
    }

    private int readNumber() throws IOException {
        int number = 0;
        int digits = 0;
        int next = readByte();
        for (; next != '\r'; next = readByte(), digits++) {
            if (next < '0' || next > '9') {
                throw new RespProtocolException("invalid length");
            }
            number = number * 10 + (next - '0');
            if (number > MAX_NUMBER) {
                throw new RespProtocolException("invalid length");
            }
        }
        expect('\n');
        if (digits == 0) {
            throw new RespProtocolException("invalid length");
        }
        return number;
    }

    private void expect(int wanted) throws IOException {
        if (readByte() != wanted) {
            throw new RespProtocolException("expected the end of a line");
        }
    }

    private int readByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }
}
