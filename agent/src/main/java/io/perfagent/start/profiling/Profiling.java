package io.perfagent.start.profiling;

import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.RequestFolder;
import io.perfagent.start.host.ResourceAttributes;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** Profiles of this process, one at a time: asked for by the command line and by JMX. Safe for all threads. */
public final class Profiling implements ProfileMXBean {
    public static final String REFUSED = "refused: ";
    public static final String STARTED = "started ";
    public static final String RUNNING = "running ";
    public static final String DONE = "done ";
    public static final String FAILED = "failed ";

    private final Host host;
    private final ProfileRuns runs = new ProfileRuns();
    private final ProfileEngines engines;
    private @Nullable AutomaticProfiles automatic;
    private int started;

    private Profiling(Host host) {
        this.host = host;
        this.engines = new ProfileEngines(host);
    }

    /** Not before the application is up. */
    public static Profiling start(Host host) {
        Profiling made = new Profiling(host);
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            new StandardMBean(made, ProfileMXBean.class, true),
                            new ObjectName("io.perfagent:type=Profile"));
        } catch (JMException | RuntimeException e) {
            host.problems.add("no profiles over JMX: " + e);
        }
        made.automatic = AutomaticProfiles.start(host, made);
        return made;
    }

    /** On the agent's main thread. */
    public void second(long nowNanos) {
        AutomaticProfiles known = automatic;
        if (known != null) {
            known.second(nowNanos);
        }
    }

    /**
     * A request {@code profile}, its command and arguments, on a line each.
     *
     * @param known null before the application is up
     */
    public static String answer(@Nullable Profiling known, String[] lines) {
        return known == null
                ? REFUSED + "the application is still starting; ask again in a moment\n"
                : known.request(lines);
    }

    private String request(String[] lines) {
        String command = lines.length > 1 ? lines[1] : "";
        switch (command) {
            case "start":
                return begin(Arrays.asList(lines).subList(2, lines.length));
            case "result":
                return result(lines.length > 2 ? lines[2] : "");
            case "stop":
                return stop();
            default:
                return REFUSED + "unknown command\n";
        }
    }

    private String begin(List<String> arguments) {
        RequestFolder folder = host.requests();
        if (folder == null) {
            return REFUSED + "there is no data directory that can be written to: set PERF_AGENT_DATA_DIR\n";
        }
        String objection = folder.objection();
        if (objection != null) {
            return REFUSED + "anybody could have asked this: " + objection + "\n";
        }
        try {
            ProfileRequest request = ProfileRequest.parse(arguments);
            File directory = new File(folder.path());
            return STARTED + take(request, directory, null).number + "\n";
        } catch (Refusal e) {
            return REFUSED + e.reason() + "\n";
        }
    }

    /**
     * Begins to take a profile.
     *
     * @param directory for the recording, and for the result if it has no other place
     * @throws Refusal if one is being taken, or none can be
     */
    public synchronized ProfileRun take(ProfileRequest asked, File directory, ProfileRun.@Nullable Output output)
            throws Refusal {
        runs.ready();
        SampleEngine engine = engines.of(asked);
        int number = ++started;
        ProfileRun run = new ProfileRun(
                number,
                engine,
                asked,
                OperationWatch.of(host),
                new File(directory, "recording-" + host.launch.premainNanos + "-" + number),
                new ResourceAttributes(host.config).serviceName(),
                output != null ? output : new ProfileRun.IntoFolder(directory, "profile-" + number),
                ProfileExport.of(host));
        ProfileRun older = runs.begin(run);
        if (older != null) {
            forget(older);
        }
        return run;
    }

    private void forget(ProfileRun run) {
        String name = run.fileName();
        RequestFolder folder = host.requests();
        if (name != null && folder != null) {
            new File(folder.path(), name).delete(); // where whoever asked has not taken it
        }
    }

    @Override
    public String start(String options) {
        StringTokenizer words = new StringTokenizer(options);
        String[] arguments = new String[words.countTokens()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = words.nextToken();
        }
        return begin(Arrays.asList(arguments));
    }

    @Override
    public synchronized String result(String number) {
        for (ProfileRun run : runs.all()) {
            if (Integer.toString(run.number).equals(number)) {
                return account(run);
            }
        }
        return REFUSED + "there is no profile '" + number + "' any more\n";
    }

    private static String account(ProfileRun run) {
        String outcome = run.outcome();
        if (outcome == null) {
            return RUNNING + run.secondsDone() + " of " + run.request.seconds() + " s\n";
        }
        return run.hasFailed() ? FAILED + outcome + "\n" : DONE + run.fileName() + "\n" + outcome;
    }

    @Override
    public synchronized String stop() {
        ProfileRun running = runs.running();
        if (running == null) {
            return REFUSED + "no profile is being taken\n";
        }
        running.end();
        return RUNNING + running.number + " ends\n";
    }

    @Override
    public synchronized String getText() {
        RequestFolder folder = host.requests();
        StringBuilder out = new StringBuilder();
        out.append("files: ").append(folder == null ? "none" : folder.path()).append('\n');
        for (ProfileRun run : runs.all()) {
            out.append(run.number).append(": ").append(account(run));
        }
        return out.toString();
    }

    /** The process ends, or the agent has stopped: nothing is sampled any more. */
    public synchronized void close() {
        runs.close();
    }
}
