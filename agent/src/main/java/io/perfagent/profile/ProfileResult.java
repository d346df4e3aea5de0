package io.perfagent.profile;

import io.perfagent.profile.stack.Collapsed;
import io.perfagent.profile.stack.FlameGraph;
import io.perfagent.profile.stack.FrameKind;
import io.perfagent.profile.stack.HotFrames;
import io.perfagent.profile.stack.NamedProfile;
import io.perfagent.profile.stack.OtlpProfiles;
import io.perfagent.profile.stack.Pprof;
import io.perfagent.profile.stack.Speedscope;
import io.perfagent.profile.stack.StackProfile;
import io.perfagent.profile.stack.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a session has found, to be written and told.
 *
 * @param service whose process it is
 * @param unixNanos when it began
 * @param durationNanos for how long it sampled
 * @param note what was done otherwise than asked; empty if nothing
 */
public record ProfileResult(
        ProfileRequest request,
        OperationProfiles profiles,
        String service,
        long unixNanos,
        long durationNanos,
        String note) {
    private static final int HOT_FRAMES = 5;

    /** The content of a file in the format that was asked for, which is not that of the recording. */
    public byte[] write() {
        return write(request.format());
    }

    public byte[] write(ProfileFormat format) {
        List<NamedProfile> named = new ArrayList<>();
        for (ProfileEvent event : request.events()) {
            named.add(new NamedProfile(event.key(), view(event)));
        }
        String title = service + (request.operation() == null ? "" : ", " + request.operation());
        return switch (format) {
            case HTML -> FlameGraph.page(title, about(), named).getBytes(StandardCharsets.UTF_8);
            case COLLAPSED -> Collapsed.write(named.get(0).profile()).getBytes(StandardCharsets.UTF_8);
            case PPROF -> Pprof.write(named, unixNanos, durationNanos);
            case SPEEDSCOPE -> Speedscope.write(title, named).getBytes(StandardCharsets.UTF_8);
            case JFR -> throw new IllegalArgumentException("a recording is copied");
        };
    }

    /**
     * All of it as a serialised {@code ExportProfilesServiceRequest}; null if that would take more than so many bytes.
     *
     * @param resource an encoded {@code Resource}
     */
    public byte @Nullable [] otlp(byte[] resource, String version, int maxBytes) {
        List<OtlpProfiles.Source> sources = new ArrayList<>();
        for (ProfileEvent event : request.events()) {
            sources.add(new OtlpProfiles.Source(
                    event.key(), request.period(event), profiles.all(event), profiles.links(event)));
        }
        return OtlpProfiles.write(
                resource,
                version,
                sources,
                frames -> OperationProfiles.isOf(frames, request.operation()),
                unixNanos,
                durationNanos,
                maxBytes);
    }

    private StackProfile view(ProfileEvent event) {
        StackProfile all = request.isOfSlowest() ? profiles.ofTrace(event, trace()) : profiles.all(event);
        return OperationProfiles.view(all, request.operation(), request.byOperation());
    }

    /** The trace that it is about; null for all, or where none was sampled. */
    private @Nullable String trace() {
        return request.isOfSlowest() ? profiles.slowest(request.events().get(0)) : request.trace();
    }

    private String about() {
        StringBuilder out = new StringBuilder();
        out.append(durationNanos / 1_000_000_000L).append(" s from ");
        out.append(java.time.Instant.ofEpochSecond(unixNanos / 1_000_000_000L));
        if (request.trace() != null) {
            out.append(", trace ").append(trace());
        }
        return out.append(note.isEmpty() ? "" : "; " + note).toString();
    }

    /** A few lines for whoever asked. */
    public String summary() {
        StringBuilder out = new StringBuilder();
        for (ProfileEvent event : request.events()) {
            if (request.format() == ProfileFormat.JFR) {
                StackProfile all = profiles.all(event);
                out.append(event.key()).append(": ").append(all.samples()).append(" samples\n");
                continue;
            }
            StackProfile profile = view(event);
            out.append(event.key()).append(": ").append(profile.samples()).append(" samples, ");
            out.append(amount(profile.total(), profile.unit()));
            long attributed = profiles.attributed(event);
            long all = profiles.all(event).samples();
            if (attributed >= 0 && all > 0) {
                out.append("; of all samples ").append(percent(attributed, all)).append(" belong to an operation");
            }
            if (profile.cutSamples() > 0) {
                out.append("; ").append(profile.cutSamples()).append(" samples with their stacks cut");
            }
            long virtual = profiles.unattributedOnVirtual(event);
            if (virtual > 0 && request.engine() != EngineChoice.JFR) {
                out.append("; ").append(percent(virtual, all));
                out.append(" ran on virtual threads, whose operations only --engine jfr tells");
            }
            out.append('\n');
            for (HotFrames.HotFrame hot : HotFrames.largest(profile, HOT_FRAMES)) {
                out.append("  ").append(percent(hot.value(), profile.total())).append("  ");
                out.append(FrameKind.label(hot.frame())).append('\n');
            }
        }
        if (request.isOfSlowest()) {
            String slowest = trace();
            out.append(slowest == null ? "no sample belongs to a trace" : "trace ".concat(slowest))
                    .append('\n');
        }
        return out.append(note.isEmpty() ? "" : note + "\n").toString();
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String amount(long value, Unit unit) {
        return switch (unit) {
            case NANOSECONDS -> String.format(Locale.ROOT, "%.2f s", value / 1e9);
            case BYTES -> String.format(Locale.ROOT, "%.1f MB", value / 1048576.0);
            case COUNT -> Long.toString(value);
        };
    }
}
