package io.perfagent.it.bench;

import io.perfagent.it.Jdk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes that another JVM has allocated, with nothing added to its code: what each collection freed in eden, from the
 * log of the serial collector ({@code -Xlog:gc+heap=info}), and what eden holds now, from the diagnostic command
 * {@code GC.heap_info}. Exact but for the ends of thread-local buffers and for objects too large for eden.
 *
 * <p>Not thread-safe.
 */
final class AllocationMeter {
    /** What the JVM to be measured must be started with. */
    static final String[] COLLECTOR = {"-XX:+UseSerialGC", "-Xms192m", "-Xmx192m", "-Xmn96m"};

    private static final Pattern COLLECTION = Pattern.compile("Eden: (\\d+)K\\(\\d+K\\)->(\\d+)K\\(");
    private static final Pattern EDEN =
            Pattern.compile("eden space \\d+K, +\\d+% used \\[0x([0-9a-f]+), *0x([0-9a-f]+), *0x[0-9a-f]+\\)");
    private static final int ATTEMPTS = 100;

    private final long pid;
    private final Path log;
    private long readBytes;
    private long freedBytes;

    /** @param log where the JVM writes its collections, see {@link #logOption} */
    AllocationMeter(Jdk jdk, long pid, Path log) throws IOException, InterruptedException {
        this.pid = pid;
        this.log = log;
        // Makes the JVM listen on its attach socket, which is then used without a process for each question.
        Process jcmd = new ProcessBuilder(jdk.tool("jcmd").toString(), Long.toString(pid), "VM.uptime")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd cannot reach process " + pid);
        }
    }

    /** The option that makes a JVM log its collections. */
    static String logOption(Path log) {
        return "-Xlog:gc+heap=info:file=" + log + "::filecount=0";
    }

    /** Bytes allocated since the JVM started. */
    long allocatedBytes() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            readLog();
            long before = freedBytes;
            long eden = edenUsedBytes(heapInfo());
            readLog();
            if (before == freedBytes) { // else a collection came between the two
                return freedBytes + eden;
            }
        }
        throw new IOException("process " + pid + " does nothing but collect garbage");
    }

    private void readLog() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(readBytes);
            byte[] added = new byte[(int) (file.length() - readBytes)];
            file.readFully(added);
            int end = added.length;
            while (end > 0 && added[end - 1] != '\n') {
                end--; // a line that is still being written
            }
            freedBytes += freedBytes(new String(added, 0, end, StandardCharsets.UTF_8));
            readBytes += end;
        }
    }

    /** What the collections in a piece of the log have freed in eden. */
    static long freedBytes(String log) {
        long freed = 0;
        Matcher collection = COLLECTION.matcher(log);
        while (collection.find()) {
            freed += (Long.parseLong(collection.group(1)) - Long.parseLong(collection.group(2))) << 10;
        }
        return freed;
    }

    /** What eden holds according to {@code GC.heap_info}. */
    static long edenUsedBytes(String heapInfo) {
        Matcher eden = EDEN.matcher(heapInfo);
        if (!eden.find()) {
            throw new IllegalArgumentException("no eden of the serial collector in " + heapInfo);
        }
        return Long.parseUnsignedLong(eden.group(2), 16) - Long.parseUnsignedLong(eden.group(1), 16);
    }

    /** Asks over the attach socket, as jcmd does: version, command, three arguments, each ended by a zero. */
    private String heapInfo() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of("/tmp/.java_pid" + pid);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(address);
            ByteBuffer question = ByteBuffer.wrap("1\0jcmd\0GC.heap_info\0\0\0".getBytes(StandardCharsets.US_ASCII));
            while (question.hasRemaining()) {
                channel.write(question);
            }
            ByteBuffer answer = ByteBuffer.allocate(16 << 10);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // until the JVM closes
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }
}
