package io.perfagent.profile.async;

import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileFormat;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;

/** What async-profiler is told to start with. */
final class EngineCommand {
    /** Neither the JVM's options nor its properties, which may hold secrets; nor what nobody reads. */
    private static final int WITHOUT_SYSTEM_AND_LOADS = 0x1f;

    /** Every allocation of native memory would be dear. */
    private static final int NATIVE_BYTES = 512 << 10;

    private EngineCommand() {}

    static String start(ProfileRequest request, String file) throws Refusal {
        if (file.indexOf(',') >= 0 || file.indexOf('%') >= 0) {
            throw new Refusal(
                    "the path of the data directory holds a ',' or a '%', which async-profiler reads as its own: "
                            + file + "; set PERF_AGENT_DATA_DIR to another one");
        }
        StringBuilder command =
                new StringBuilder("start,loglevel=none,clock=monotonic,jfropts=").append(WITHOUT_SYSTEM_AND_LOADS);
        for (ProfileEvent event : request.events()) {
            switch (event) {
                case CPU, CTIMER ->
                    command.append(",event=")
                            .append(event.key())
                            .append(",interval=")
                            .append(request.interval(event));
                case WALL -> command.append(wall(request)).append(request.interval(event));
                case ALLOC -> command.append(",alloc=").append(request.allocBytes());
                case LIVE -> command.append(",live,alloc=").append(request.allocBytes());
                case LOCK -> command.append(",lock=").append(request.lockNanos());
                case NATIVEMEM -> command.append(",nativemem=").append(NATIVE_BYTES);
            }
        }
        command.append(",jstackdepth=")
                .append(request.depth())
                .append(",memlimit=")
                .append(request.memoryBytes());
        return command.append(",file=").append(file).toString();
    }

    /** Samples of a waiting thread that are told together have one time, and so would be one operation's. */
    private static String wall(ProfileRequest request) {
        return request.format() == ProfileFormat.JFR ? ",wall=" : ",nobatch,wall=";
    }
}
