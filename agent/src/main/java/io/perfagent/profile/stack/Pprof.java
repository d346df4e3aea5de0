package io.perfagent.profile.stack;

import io.perfagent.export.proto.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Profiles as gzipped protobuf of the pprof tools: one column of values for each.
 *
 * <p>Source: {@code proto/profile.proto} of github.com/google/pprof.
 */
public final class Pprof {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING = 6;
    private static final int TIME_NANOS = 9;
    private static final int DURATION_NANOS = 10;
    private static final int MAX_BYTES = 256 << 20;

    private final ProtoWriter out = new ProtoWriter(1 << 16, MAX_BYTES);
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final Map<String, Integer> functions = new LinkedHashMap<>();

    private Pprof() {
        string("");
    }

    /**
     * @param unixNanos when the samples begin
     * @param durationNanos for how long they were taken
     */
    public static byte[] write(List<NamedProfile> profiles, long unixNanos, long durationNanos) {
        Pprof pprof = new Pprof();
        pprof.profile(profiles, unixNanos, durationNanos);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(pprof.out.array(), 0, pprof.out.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written outside memory
        }
        return zipped.toByteArray();
    }

    private void profile(List<NamedProfile> profiles, long unixNanos, long durationNanos) {
        for (NamedProfile one : profiles) {
            int type = out.open(SAMPLE_TYPE);
            out.varint(1, string(one.name()));
            out.varint(2, string(unit(one.profile().unit())));
            out.close(type);
        }
        for (int i = 0; i < profiles.size(); i++) {
            int column = i;
            profiles.get(i).profile().each((frames, value, samples) -> sample(frames, value, column, profiles.size()));
        }
        for (Map.Entry<String, Integer> function : functions.entrySet()) {
            int location = out.open(LOCATION);
            out.varint(1, function.getValue());
            int line = out.open(4);
            out.varint(1, function.getValue());
            out.close(line);
            out.close(location);
            int name = string(FrameKind.label(function.getKey()));
            int one = out.open(FUNCTION);
            out.varint(1, function.getValue());
            out.varint(2, name);
            out.varint(3, name);
            out.close(one);
        }
        for (String one : strings.keySet()) {
            out.string(STRING, one);
        }
        out.varint(TIME_NANOS, unixNanos);
        out.varint(DURATION_NANOS, durationNanos);
    }

    private void sample(List<String> frames, long value, int column, int columns) {
        int sample = out.open(SAMPLE);
        long[] locations = new long[frames.size()];
        for (int i = 0; i < locations.length; i++) {
            String frame = frames.get(locations.length - 1 - i);
            locations[i] = functions.computeIfAbsent(frame, key -> functions.size() + 1);
        }
        out.packedVarint(1, locations, locations.length);
        long[] values = new long[columns];
        values[column] = value;
        out.packedVarint(2, values, columns);
        out.close(sample);
    }

    private static String unit(Unit unit) {
        return switch (unit) {
            case NANOSECONDS -> "nanoseconds";
            case BYTES -> "bytes";
            case COUNT -> "count";
        };
    }

    private int string(String text) {
        return strings.computeIfAbsent(text, key -> strings.size());
    }
}
