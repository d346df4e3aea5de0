package io.perfagent.start.command;

import io.perfagent.bootstrap.Launch;
import io.perfagent.config.Config;
import io.perfagent.profile.ProfileFormat;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.stack.Collapsed;
import io.perfagent.profile.stack.FlameGraph;
import io.perfagent.profile.stack.StackProfile;
import io.perfagent.profile.stack.Unit;
import io.perfagent.start.host.DataDirectory;
import io.perfagent.start.host.RequestFolder;
import io.perfagent.start.profiling.Profiling;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code profile} on the command line: has the agent in another process profile that, and fetches the result. */
final class ProfileCommand {
    static final String USAGE = "  profile <pid> [-d seconds] [-e cpu,alloc,...] [-o file]\n"
            + "                        where the time or memory of a JVM goes, as a flame graph; docs/profiling.md\n"
            + "  profile diff A B -o file.html\n"
            + "                        what has changed between two profiles in collapsed form\n";

    private static final long BETWEEN_LOOKS_NANOS = 200_000_000L;

    /** The agent may be busy weaving just then. */
    private static final long ANSWER_NANOS = 30_000_000_000L;

    private static final int MAX_NODES = 1_000_000;

    private final RemoteProcess process;
    private final @Nullable RequestFolder folder;
    private final PrintStream out;
    private final PrintStream err;

    private ProfileCommand(RemoteProcess process, @Nullable RequestFolder folder, PrintStream out, PrintStream err) {
        this.process = process;
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    /** @param args the command, what it is for, and its options */
    static int run(Launch launch, Config config, String[] args, PrintStream out, PrintStream err) throws IOException {
        try {
            if (args[1].equals("diff")) {
                return difference(args, out);
            }
            RemoteProcess process = new RemoteProcess(launch, config, args[1], err);
            RequestFolder folder = RequestFolder.of(new DataDirectory(config), args[1]);
            return new ProfileCommand(process, folder, out, err).profile(args);
        } catch (Refusal e) {
            err.println("perf-agent: not profiled: ".concat(e.reason()));
            return 1;
        }
    }

    private int profile(String[] args) throws Refusal, IOException {
        List<String> options = new ArrayList<>();
        String output = null;
        boolean format = false;
        for (int i = 2; i < args.length; i++) {
            if (args[i].equals("-o") && i + 1 < args.length) {
                output = args[++i];
                continue;
            }
            format |= args[i].equals("--format");
            options.add(args[i].replace('\n', ' '));
        }
        if (output != null && !format) {
            ProfileFormat byName = ProfileFormat.ofFile(output);
            if (byName != null) {
                options.add("--format");
                options.add(byName.key());
            }
        }
        ProfileRequest request = ProfileRequest.parse(options);
        String name = output != null
                ? output
                : "profile-" + args[1] + request.format().ending();
        Path target = Path.of(name).toAbsolutePath();
        Path directory = target.getParent();
        if (directory == null || !Files.isWritable(directory)) {
            throw new Refusal(target + " cannot be written");
        }
        StringBuilder asked = new StringBuilder("profile\nstart");
        for (String option : options) {
            asked.append('\n').append(option);
        }
        String answer = process.answer(asked.toString(), ANSWER_NANOS);
        if (answer == null) {
            return 1;
        }
        if (!answer.startsWith(Profiling.STARTED)) {
            throw new Refusal(without(Profiling.REFUSED, answer));
        }
        return fetch(without(Profiling.STARTED, answer), target);
    }

    private int fetch(String number, Path target) throws Refusal, IOException {
        String answer;
        do {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            answer = process.answer("profile\nresult\n".concat(number), ANSWER_NANOS);
            if (answer == null) {
                return 1;
            }
        } while (answer.startsWith(Profiling.RUNNING));
        if (!answer.startsWith(Profiling.DONE) || folder == null) {
            throw new Refusal(without(Profiling.FAILED, without(Profiling.REFUSED, answer)));
        }
        int end = answer.indexOf('\n');
        String name = new File(answer.substring(Profiling.DONE.length(), end)).getName();
        Path made = Path.of(folder.path(), name);
        Files.copy(made, target, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(made);
        out.print(answer.substring(end + 1));
        out.println("written to ".concat(target.toString()));
        return 0;
    }

    private static String without(String start, String answer) {
        return (answer.startsWith(start) ? answer.substring(start.length()) : answer).trim();
    }

    private static int difference(String[] args, PrintStream out) throws Refusal, IOException {
        if (args.length != 6 || !args[4].equals("-o")) {
            throw new Refusal("two files in collapsed form and -o are needed: profile diff A B -o file.html");
        }
        StackProfile before = read(args[2]);
        StackProfile after = read(args[3]);
        String page = FlameGraph.difference(
                "From " + new File(args[2]).getName() + " to " + new File(args[3]).getName(),
                "As wide as in the second; red has grown, blue has shrunk, as shares of each whole",
                before,
                after);
        Files.writeString(Path.of(args[5]), page, StandardCharsets.UTF_8);
        out.println("written to ".concat(args[5]));
        return 0;
    }

    private static StackProfile read(String file) throws Refusal, IOException {
        try {
            return Collapsed.read(Files.readString(Path.of(file), StandardCharsets.UTF_8), Unit.COUNT, MAX_NODES);
        } catch (IllegalArgumentException e) {
            throw new Refusal(file + ": " + e.getMessage());
        }
    }
}
