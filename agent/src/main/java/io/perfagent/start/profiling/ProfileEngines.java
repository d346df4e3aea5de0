package io.perfagent.start.profiling;

import io.perfagent.config.JfrSettings;
import io.perfagent.profile.FallbackEngine;
import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import io.perfagent.profile.jfr.JfrEngine;
import io.perfagent.start.host.Host;
import org.jspecify.annotations.Nullable;

/** The engines of this process, each made when it is first asked for. For one thread at a time. */
final class ProfileEngines implements JfrEngine.Place {
    private static final long DISK_BYTES = 64L << 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Host host;
    private @Nullable SampleEngine async;
    private @Nullable SampleEngine jfr;
    private @Nullable JfrPlace place;

    ProfileEngines(Host host) {
        this.host = host;
    }

    /** @throws Refusal if there is none */
    SampleEngine of(ProfileRequest request) throws Refusal {
        boolean cpu =
                request.events().contains(ProfileEvent.CPU) || request.events().contains(ProfileEvent.CTIMER);
        switch (request.engine()) {
            case JFR:
                SampleEngine asked = jfr();
                if (asked == null) {
                    throw new Refusal("this Java runtime has no JFR (add the module jdk.jfr)");
                }
                return asked;
            case AUTO:
                if (cpu) {
                    HotWatch.leaveSignalToAnother();
                }
                SampleEngine other = request.isForJfr() ? jfr() : null;
                return other == null ? async() : new FallbackEngine(async(), other);
            case ASYNC:
                if (cpu) {
                    HotWatch.leaveSignalToAnother();
                }
                return async();
        }
        throw new AssertionError(request.engine());
    }

    private SampleEngine async() throws Refusal {
        SampleEngine known = async;
        if (known == null) {
            known = ProfilerHost.engine(host);
            async = known;
        }
        return known;
    }

    private @Nullable SampleEngine jfr() {
        SampleEngine known = jfr;
        if (known == null) {
            try {
                known = new JfrEngine(this);
            } catch (LinkageError e) {
                return null; // a runtime image without it
            }
            jfr = known;
        }
        return known;
    }

    private JfrPlace place() {
        JfrPlace known = place;
        if (known == null) {
            known = new JfrPlace(host.config, host.data);
            place = known;
        }
        return known;
    }

    @Override
    public @Nullable String objection() {
        return place().objection();
    }

    @Override
    public @Nullable String roomLeft() {
        return place().roomLeft();
    }

    @Override
    public long samplePeriodNanos() {
        return host.config.millis(JfrSettings.SAMPLE_PERIOD) * NANOS_PER_MILLI;
    }

    @Override
    public boolean cpuTime() {
        return place().options().cpuTime();
    }

    @Override
    public long diskBytes() {
        return DISK_BYTES;
    }
}
