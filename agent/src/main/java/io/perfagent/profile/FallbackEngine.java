package io.perfagent.profile;

import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One engine, or another where the first does not run on this machine; says so. */
public final class FallbackEngine implements SampleEngine {
    private final SampleEngine first;
    private final SampleEngine second;
    private SampleEngine used;
    private String reason = "";

    public FallbackEngine(SampleEngine first, SampleEngine second) {
        this.first = first;
        this.second = second;
        this.used = first;
    }

    @Override
    public void prepare() throws Refusal {
        used = first;
        reason = "";
        try {
            first.prepare();
        } catch (Refusal e) {
            if (!e.isOfPlatform()) {
                throw e; // something is wrong that somebody should look at
            }
            second.prepare();
            used = second;
            reason = e.reason();
        }
    }

    @Override
    public ProfileRequest refined(ProfileRequest asked) {
        return used.refined(asked);
    }

    @Override
    public void start(ProfileRequest request, File recording) throws Refusal, IOException {
        try {
            used.start(request, recording);
        } catch (Refusal e) {
            throw reason.isEmpty() ? e : new Refusal(reason + "; and " + e.reason());
        }
    }

    @Override
    public @Nullable String objection() {
        return used.objection();
    }

    @Override
    public void slice(SampleSink sink) throws Refusal, IOException {
        used.slice(sink);
    }

    @Override
    public void stop(SampleSink sink) throws Refusal, IOException {
        used.stop(sink);
    }

    @Override
    public void copyRecording(File target) throws IOException {
        used.copyRecording(target);
    }

    @Override
    public void release() throws IOException {
        used.release();
    }

    @Override
    public long recordedBytes() throws IOException {
        return used.recordedBytes();
    }

    @Override
    public String note() {
        return reason.isEmpty() ? used.note() : used.note() + ", because " + reason;
    }
}
