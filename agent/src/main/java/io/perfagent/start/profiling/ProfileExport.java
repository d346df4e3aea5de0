package io.perfagent.start.profiling;

import io.perfagent.export.Pipeline;
import io.perfagent.export.Severity;
import io.perfagent.profile.ProfileResult;
import io.perfagent.start.host.Host;
import org.jspecify.annotations.Nullable;

/** Sends profiles that were taken to where a setting wants them. Safe for all threads. */
final class ProfileExport {
    private static final int MAX_BYTES = 15 << 20;

    private final Host host;
    private final Pipeline pipeline;
    private final byte[] resource;

    private ProfileExport(Host host, Pipeline pipeline) {
        this.host = host;
        this.pipeline = pipeline;
        this.resource = host.resource().encoded();
    }

    /** Null where profiles are not sent. */
    static @Nullable ProfileExport of(Host host) {
        Pipeline pipeline = host.pipeline();
        return pipeline.wantsProfiles() ? new ProfileExport(host, pipeline) : null;
    }

    /** Hands it to the export thread, or says why not. */
    void send(ProfileResult result) {
        byte[] request = result.otlp(resource, Host.VERSION, MAX_BYTES);
        if (request != null
                && pipeline.offerProfiles(request, result.request().events().size())) {
            return;
        }
        host.say(
                Severity.WARN,
                "perf_agent.profile.not_sent",
                request == null
                        ? "a profile is not sent: it would take more than " + (MAX_BYTES >> 20)
                                + " MiB; ask for fewer frames (-j) or fewer events"
                        : "a profile is not sent: those taken before still wait for the receiver");
    }
}
