package io.perfagent.cache.channel;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a Redis server that tells of changed keys. One thread reads, one writes; {@link #close} is for any.
 *
 * <p>Source: {@code HELLO}, {@code AUTH} and {@code CLIENT TRACKING} as Redis 6 and later have them.
 */
final class RedisLine implements AutoCloseable {
    private static final int CONNECT_MILLIS = 3_000;

    private final Socket socket = new Socket();
    private final RespInput in;
    private final OutputStream out;
    private boolean fieldsExpire;

    /** Connects, and has the server tell of keys that begin so; of all, if the list is empty. */
    RedisLine(Address address, List<byte[]> prefixes) throws IOException {
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getByName(address.host()), address.port()), CONNECT_MILLIS);
            socket.setSoTimeout((int) (Heartbeat.TIMEOUT_NANOS / 1_000_000));
            socket.setTcpNoDelay(true);
            in = new RespInput(new BufferedInputStream(socket.getInputStream()));
            out = new BufferedOutputStream(socket.getOutputStream());
            byte[][] login = address.login();
            if (login != null) {
                say("AUTH", login);
            }
            Object hello = say("HELLO", "3".getBytes(StandardCharsets.US_ASCII));
            fieldsExpire = !isBefore74(hello);
            track(prefixes);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void track(List<byte[]> prefixes) throws IOException {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(ascii("TRACKING"));
        arguments.add(ascii("ON"));
        arguments.add(ascii("BCAST"));
        for (byte[] prefix : prefixes) {
            arguments.add(ascii("PREFIX"));
            arguments.add(prefix);
        }
        say("CLIENT", arguments.toArray(new byte[0][]));
    }

    /** Sends a command and waits for its answer; only while nothing was asked for that tells of keys. */
    private @Nullable Object say(String command, byte[]... arguments) throws IOException {
        write(command, arguments);
        flush();
        Object answer = in.next();
        if (answer instanceof RespInput.Failure) {
            throw new Refused(command, ((RespInput.Failure) answer).code());
        }
        return answer;
    }

    /** The server has understood, and does not do it. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String command, String code) {
            super("the server refuses " + command + (code.isEmpty() ? "" : " with " + code));
        }
    }

    /** Redis before 7.4, where fields of a hash do not expire by themselves. A server that does not tell is taken for newer. */
    private static boolean isBefore74(@Nullable Object hello) {
        if (!(hello instanceof List)) {
            return false;
        }
        List<?> items = (List<?>) hello;
        for (int i = 0; i + 1 < items.size(); i += 2) {
            if ("version".equals(text(items.get(i)))) {
                String[] parts = text(items.get(i + 1)).split("\\.");
                try {
                    int major = Integer.parseInt(parts[0]);
                    return major < 7 || (major == 7 && parts.length > 1 && Integer.parseInt(parts[1]) < 4);
                } catch (NumberFormatException e) {
                    return false;
                }
            }
        }
        return false;
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] ? new String((byte[]) value, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether fields of hashes may expire, of which nothing is told in time. */
    boolean fieldsExpire() {
        return fieldsExpire;
    }

    void write(String command, byte[]... arguments) throws IOException {
        out.write(ascii("*" + (arguments.length + 1) + "\r\n"));
        bulk(ascii(command));
        for (byte[] argument : arguments) {
            bulk(argument);
        }
    }

    private void bulk(byte[] bytes) throws IOException {
        out.write(ascii("$" + bytes.length + "\r\n"));
        out.write(bytes);
        out.write('\r');
        out.write('\n');
    }

    void flush() throws IOException {
        out.flush();
    }

    /** What the server says next; the time-out of the heartbeat is its bound. */
    @Nullable
    Object read() throws IOException {
        return in.next();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is gone
        }
    }
}
