package io.perfagent.start.profiling;

import io.perfagent.profile.OperationProfiles;
import io.perfagent.profile.ProfileFormat;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.ProfileResult;
import io.perfagent.profile.ProfileSession;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import io.perfagent.profile.attribution.Watch;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.UnixTime;
import io.perfagent.weave.cache.AtomicFile;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One profile being taken, on a thread that ends with it; what became of it is asked from other threads. */
final class ProfileRun extends Thread {
    /** Writes a result where it is wanted. */
    interface Output {
        /**
         * @param engine copies the recording, if that is what was asked for
         * @return the name of the file that was written
         */
        String write(ProfileResult result, SampleEngine engine) throws IOException;

        /** There is no result, and why; whoever asked is told anyway. */
        default void failed(String reason) {}
    }

    final int number;
    final ProfileRequest request;
    private final SampleEngine engine;
    private final ProfileSession session;
    private final Output output;
    private final String service;
    private final @Nullable ProfileExport export;
    private volatile @Nullable String outcome;
    private volatile @Nullable String fileName;
    private volatile boolean failed;

    ProfileRun(
            int number,
            SampleEngine engine,
            ProfileRequest request,
            Watch watch,
            File recording,
            String service,
            Output output,
            @Nullable ProfileExport export) {
        super(null, null, "perf-agent-profile", 0, false);
        this.number = number;
        this.engine = engine;
        this.request = request;
        this.service = service;
        this.output = output;
        this.export = export;
        this.session = new ProfileSession(engine, request, watch, recording);
        if (export != null) {
            session.keepLinks();
        }
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        ThreadState.ignoreThisThread();
        String reached;
        try {
            reached = profile();
        } catch (Refusal e) {
            reached = failed(e.reason());
        } catch (Throwable t) {
            reached = failed("the profile was not made: ".concat(String.valueOf(t)));
        }
        release();
        outcome = reached; // last: from now on another one may use the engine
    }

    private String profile() throws Refusal, IOException {
        long unixNanos = UnixTime.now();
        OperationProfiles profiles = session.run();
        ProfileResult result = new ProfileResult(
                session.request(), profiles, service, unixNanos, session.durationNanos(), session.note());
        try {
            fileName = output.write(result, engine);
        } finally {
            send(result); // a full disk keeps no one else from having it
        }
        return result.summary();
    }

    private void send(ProfileResult result) {
        if (export != null) {
            export.send(result);
        }
    }

    private String failed(String reason) {
        failed = true;
        output.failed(reason);
        return reason;
    }

    private void release() {
        try {
            engine.release();
        } catch (IOException e) {
            return; // a file that is already gone from its directory
        }
    }

    /** Ends it early; what was sampled counts. */
    void end() {
        session.end();
    }

    boolean isOver() {
        return outcome != null;
    }

    boolean hasFailed() {
        return failed;
    }

    /** The summary or the reason why there is none; null as long as it goes on. */
    @Nullable
    String outcome() {
        return outcome;
    }

    /** The file that was written, without its directory; null if none was. */
    @Nullable
    String fileName() {
        return fileName;
    }

    int secondsDone() {
        return session.secondsDone();
    }

    /** Writes into a directory of this process. */
    static final class IntoFolder implements Output {
        private final File folder;
        private final String name;

        IntoFolder(File folder, String name) {
            this.folder = folder;
            this.name = name;
        }

        @Override
        public String write(ProfileResult result, SampleEngine engine) throws IOException {
            if (!folder.isDirectory()) {
                throw new IOException("the folder of the process is gone, because it ends: ".concat(folder.getPath()));
            }
            String whole = name.concat(result.request().format().ending());
            File file = new File(folder, whole);
            if (result.request().format() == ProfileFormat.JFR) {
                engine.copyRecording(file);
            } else {
                AtomicFile.replace(file, result.write());
            }
            return whole;
        }
    }
}
