package io.perfagent.profile.async;

import io.perfagent.profile.EngineHost;
import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import io.perfagent.profile.SampleSink;
import io.perfagent.weave.cache.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import one.profiler.AsyncProfiler;
import org.jspecify.annotations.Nullable;

/**
 * async-profiler in this process.
 *
 * <p>Its recording is a file that is removed from its directory as soon as it is open, so that a process that is killed
 * leaves nothing. Each slice is a chunk of that file.
 */
public final class AsyncEngine implements SampleEngine {
    private static final int CHUNK_HEADER_BYTES = 68;
    private static final int CHUNK_MAGIC = 0x464c5200;
    private static final int MAX_CHUNK_BYTES = 256 << 20;
    private static final long MIN_FREE_BYTES = 64L << 20;

    private final EngineHost host;
    private @Nullable AsyncProfiler profiler;
    private @Nullable String library;
    private @Nullable FileChannel recording;
    private @Nullable ProfileRequest request;
    private boolean running;
    private long position;
    private long sinceNanos;
    private long beforeNanos;
    private long afterNanos;
    private String note = "";

    public AsyncEngine(EngineHost host) {
        this.host = host;
    }

    @Override
    public void prepare() throws Refusal {
        String other = OtherProfilers.library(maps(), library);
        if (other == null && profiler == null) {
            other = OtherProfilers.type(
                    host.instrumentation().getAllLoadedClasses(), AsyncEngine.class.getClassLoader());
        }
        if (other != null) {
            throw new Refusal("another profiler is in this process and is left alone: " + other);
        }
        if (profiler == null) {
            profiler = load();
        }
    }

    private AsyncProfiler load() throws Refusal {
        String name = NativeLibrary.nameInJar(host.operatingSystem(), host.architecture());
        File file;
        try {
            file = NativeLibrary.ready(new File(host.dataDirectory(), "native"), name, host.shipped(name));
        } catch (IOException e) {
            throw new Refusal("the profiler's library is not in the agent jar: " + e);
        }
        try {
            NativeAccess.allow(AsyncEngine.class.getClassLoader(), host.instrumentation());
            AsyncProfiler loaded = AsyncProfiler.getInstance(file.getPath());
            library = file.getPath();
            return loaded;
        } catch (RuntimeException | LinkageError e) {
            throw Refusal.ofPlatform("the profiler's library " + file + " was not loaded: " + e);
        }
    }

    private static String maps() {
        try {
            return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // not Linux: the classes tell
        }
    }

    @Override
    public void start(ProfileRequest asked, File file) throws Refusal, IOException {
        AsyncProfiler async = profiler;
        if (async == null) {
            throw new IllegalStateException("not prepared");
        }
        release();
        String command = EngineCommand.start(asked, file.getPath());
        AtomicFile.replace(file, new byte[0]);
        FileChannel channel = FileChannel.open(file.toPath(), StandardOpenOption.READ);
        try {
            if (file.getUsableSpace() < MIN_FREE_BYTES) {
                throw new Refusal("less than " + (MIN_FREE_BYTES >> 20) + " MB are free where the recording would go: "
                        + file.getParent());
            }
            beforeNanos = System.nanoTime();
            sinceNanos = beforeNanos;
            execute(async, command);
            afterNanos = System.nanoTime();
            running = true;
        } finally {
            Files.deleteIfExists(file.toPath());
            if (!running) {
                channel.close();
            }
        }
        recording = channel;
        request = asked;
        position = 0;
        note = "";
    }

    private static void execute(AsyncProfiler async, String command) throws Refusal {
        try {
            async.execute(command);
        } catch (IllegalStateException | IllegalArgumentException | IOException e) {
            throw new Refusal("async-profiler says: " + e.getMessage());
        }
    }

    @Override
    public void slice(SampleSink sink) throws Refusal, IOException {
        AsyncProfiler async = profiler;
        if (async == null || !running) {
            return;
        }
        long before = System.nanoTime();
        execute(async, "dump,jfr");
        long after = System.nanoTime();
        read(sink);
        beforeNanos = before;
        afterNanos = after;
    }

    @Override
    public void stop(SampleSink sink) throws Refusal, IOException {
        AsyncProfiler async = profiler;
        if (async == null || !running) {
            return;
        }
        running = false;
        execute(async, "stop");
        read(sink);
    }

    /** Reads the chunks that are whole by now. */
    private void read(SampleSink sink) throws IOException {
        FileChannel channel = recording;
        ProfileRequest asked = request;
        if (channel == null || asked == null) {
            return;
        }
        while (true) {
            ByteBuffer header = ByteBuffer.allocate(CHUNK_HEADER_BYTES);
            if (!fill(channel, header, position) || header.getInt(0) != CHUNK_MAGIC) {
                break;
            }
            long size = header.getLong(8);
            if (size < CHUNK_HEADER_BYTES || position + size > channel.size()) {
                break; // still being written
            }
            if (size > MAX_CHUNK_BYTES) {
                note = "a part of " + (size >> 20) + " MB was not read: ask for a longer interval";
            } else {
                ByteBuffer chunk = ByteBuffer.allocate((int) size);
                if (!fill(channel, chunk, position)) {
                    break;
                }
                chunk.flip();
                read(chunk, asked, sink);
            }
            position += size;
        }
        if (!running && position < channel.size()) {
            note = "the end of the recording is not whole; is the disk full?";
        }
    }

    private void read(ByteBuffer chunk, ProfileRequest asked, SampleSink sink) {
        try {
            ChunkTimes times = new ChunkTimes(sinceNanos, System.nanoTime(), beforeNanos, afterNanos);
            told(RecordingReader.read(chunk, asked, times, sink), asked);
        } catch (IOException e) {
            note = "a part was not read: " + e.getMessage() + "; is the disk full?"; // what came before counts
        }
    }

    /** Says so where the kernel's events could not be had. */
    private void told(Map<String, String> settings, ProfileRequest asked) {
        String engine = settings.get("engine");
        if (asked.events().contains(ProfileEvent.CPU) && engine != null && !engine.startsWith("perf")) {
            note = "the kernel gives this process no perf events: sampled by " + engine + ", without kernel code";
        }
    }

    private static boolean fill(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void copyRecording(File target) throws IOException {
        FileChannel channel = recording;
        if (channel == null) {
            throw new IOException("nothing was recorded");
        }
        AtomicFile.replace(target, new byte[0]);
        try (FileChannel out = FileChannel.open(target.toPath(), StandardOpenOption.WRITE)) {
            long size = channel.size();
            for (long at = 0; at < size; ) {
                at += channel.transferTo(at, size - at, out);
            }
        }
    }

    @Override
    public long recordedBytes() throws IOException {
        FileChannel channel = recording;
        return channel == null ? 0 : channel.size();
    }

    @Override
    public String note() {
        return note;
    }

    @Override
    public void release() throws IOException {
        FileChannel channel = recording;
        recording = null;
        if (channel != null) {
            channel.close();
        }
    }
}
