package io.perfagent.profile.async;

import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.SampleSink;
import io.perfagent.profile.stack.FrameKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.LiveObject;
import one.jfr.event.MallocEvent;
import org.jspecify.annotations.Nullable;

/** Reads one chunk of a recording and tells its samples. */
final class RecordingReader {
    private static final byte NATIVE = 3;
    private static final byte CPP = 4;
    private static final byte KERNEL = 5;

    private final JfrReader reader;
    private final ProfileRequest request;
    private final SampleClock clock;
    private final ProfileEvent time;
    private final Map<Long, String> frameNames = new HashMap<>();
    private final Map<Integer, List<String>> stacks = new HashMap<>();
    private final int running;
    private final int asleep;

    private RecordingReader(JfrReader reader, ProfileRequest request, SampleClock clock) {
        this.reader = reader;
        this.request = request;
        this.clock = clock;
        this.running = reader.getEnumKey("jdk.types.ThreadState", "STATE_DEFAULT");
        this.asleep = reader.getEnumKey("jdk.types.ThreadState", "STATE_SLEEPING");
        List<ProfileEvent> events = request.events();
        this.time = events.contains(ProfileEvent.CTIMER) ? ProfileEvent.CTIMER : ProfileEvent.CPU;
    }

    /**
     * @param chunk a whole chunk
     * @param times between which it was begun
     * @return what the profiler says of itself, by name
     * @throws IOException if it is no chunk, or a damaged one
     */
    static Map<String, String> read(ByteBuffer chunk, ProfileRequest request, ChunkTimes times, SampleSink sink)
            throws IOException {
        try {
            JfrReader reader = new JfrReader(chunk);
            SampleClock clock = SampleClock.of(reader.chunkStartTicks, reader.ticksPerSec, times);
            new RecordingReader(reader, request, clock).tell(sink);
            return reader.settings;
        } catch (RuntimeException e) {
            throw new IOException("the recording is damaged: " + e, e); // the reader checks no offsets
        }
    }

    private void tell(SampleSink sink) throws IOException {
        reader.javaThreads.forEach((osThread, thread) -> {
            String name = reader.threads.get(osThread);
            sink.thread(thread, osThread, name == null ? "" : name);
        });
        for (Event event; (event = reader.readEvent()) != null; ) {
            Long javaThread = reader.javaThreads.get(event.tid);
            long thread = javaThread == null ? 0 : javaThread;
            long nanoTime = clock.nanoTime(event.time);
            if (event instanceof ExecutionSample sample) {
                boolean cpu = !request.events().contains(ProfileEvent.WALL)
                        || (sample.threadState == running && request.events().contains(time));
                ProfileEvent kind = cpu ? time : ProfileEvent.WALL;
                long value = request.interval(kind) * sample.samples;
                List<String> stack = stack(event.stackTraceId, null);
                if (kind == ProfileEvent.WALL) {
                    sink.wall(thread, nanoTime, stack, value, sample.samples, sample.threadState == asleep);
                } else {
                    sink.sample(kind, thread, nanoTime, stack, value, sample.samples);
                }
            } else if (event instanceof AllocationSample sample) {
                List<String> stack = stack(event.stackTraceId, className(sample.classId));
                sink.sample(ProfileEvent.ALLOC, thread, nanoTime, stack, sample.value(), 1);
            } else if (event instanceof LiveObject object) {
                // Told at the end: who made it has long been forgotten.
                List<String> stack = stack(event.stackTraceId, className(object.classId));
                sink.sample(ProfileEvent.LIVE, 0, nanoTime, stack, Math.max(object.value(), request.allocBytes()), 1);
            } else if (event instanceof ContendedLock lock) {
                List<String> stack = stack(event.stackTraceId, className(lock.classId));
                sink.sample(ProfileEvent.LOCK, thread, nanoTime, stack, clock.nanos(lock.duration), 1);
            } else if (event instanceof MallocEvent malloc && malloc.size > 0) {
                List<String> stack = withoutHook(stack(event.stackTraceId, null));
                sink.sample(ProfileEvent.NATIVEMEM, thread, nanoTime, stack, malloc.size, 1);
            }
        }
    }

    /** Root first. */
    private List<String> stack(int id, @Nullable String type) {
        List<String> stack = stacks.get(id);
        if (stack == null) {
            stack = new ArrayList<>();
            StackTrace trace = reader.stackTraces.get(id);
            for (int i = trace == null ? -1 : trace.methods.length - 1; i >= 0; i--) {
                stack.add(frame(trace.methods[i], trace.types[i]));
            }
            stacks.put(id, stack);
        }
        if (type == null) {
            return stack;
        }
        List<String> withType = new ArrayList<>(stack);
        withType.add(type);
        return withType;
    }

    /** What the profiler has put in place of {@code malloc} is not the application's. */
    private static List<String> withoutHook(List<String> stack) {
        int last = stack.size() - 1;
        return last > 0 && stack.get(last).endsWith(FrameKind.NATIVE.frame("_hook")) ? stack.subList(0, last) : stack;
    }

    private String frame(long method, byte type) {
        FrameKind kind =
                type == KERNEL ? FrameKind.KERNEL : type == NATIVE || type == CPP ? FrameKind.NATIVE : FrameKind.JAVA;
        Long key = method << 2 | kind.ordinal();
        String known = frameNames.get(key);
        if (known == null) {
            known = kind.frame(name(method, kind));
            frameNames.put(key, known);
        }
        return known;
    }

    private String name(long id, FrameKind kind) {
        MethodRef method = reader.methods.get(id);
        if (method == null) {
            return "[unknown]";
        }
        ClassRef type = kind == FrameKind.JAVA ? reader.classes.get(method.cls) : null;
        String typeName = type == null ? "" : symbol(type.name);
        String methodName = symbol(method.name);
        if (typeName.isEmpty()) {
            return methodName.isEmpty() ? "[unknown]" : methodName;
        }
        return methodName.isEmpty() ? JavaNames.type(typeName) : JavaNames.type(typeName) + "." + methodName;
    }

    private String symbol(long id) {
        byte[] bytes = reader.symbols.get(id);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable String className(int id) {
        ClassRef type = reader.classes.get(id);
        String name = type == null ? "" : symbol(type.name);
        return name.isEmpty() ? null : FrameKind.TYPE.frame(JavaNames.type(name));
    }
}
