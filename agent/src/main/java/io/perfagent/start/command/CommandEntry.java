package io.perfagent.start.command;

import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.bootstrap.Launch;
import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import io.perfagent.start.OfflineWeaving;
import io.perfagent.start.host.DataDirectory;
import io.perfagent.start.host.Host;
import io.perfagent.start.watch.StartHistory;
import io.perfagent.start.watch.StartReports;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Our own command line: {@code java -jar perf-agent.jar <command>}. */
public final class CommandEntry implements Launch.Entry {
    private static final String USAGE = "usage: java -jar perf-agent.jar <command>\n"
            + "  status <pid>          what the agent in a JVM has woven, seen, sent, dropped and cost\n"
            + "  hot <pid>             where the CPU, memory and waiting of a JVM go, and what to do about it\n"
            + "  hot <pid> pause|resume  stops JFR there, lets it start again\n"
            + "  limits <pid> [--json]  what requests in a JVM wait for, what limits them, and what would help\n"
            + "  adapt list <pid>      what the agent in a JVM would change, changes or has changed, with its evidence\n"
            + "  adapt approve|reject|undo <pid> <id>\n"
            + "                        lets it, does not let it, takes it out again\n"
            + "  adapt clear|disable <pid> <read>\n"
            + "                        forgets what is cached of a read, serves it no more: sql:SELECT item, #9f3a07c41d, redis:price:\n"
            + "  adapt export <pid>    what was decided, as settings for other processes\n"
            + ProfileCommand.USAGE
            + "  attach <pid> [args]   starts the agent in a running JVM\n"
            + "  weave <jar or dir>... fills the weave cache for these classes, without running them\n"
            + "  startup report [--json|--html] [service]  where the last start went\n"
            + "  startup compare A B [--html]  the starts of two deployments, each named by how it begins\n"
            + "  prepare ... -- java   runs the application once and makes an archive that its next starts are faster with\n"
            + "  version               the version of this jar\n";

    @Override
    public int command(Launch launch, BlobLoader loader, String[] args) throws Exception {
        Config config = Config.load(Sources.ofProcess(null));
        PrintStream out = System.out;
        PrintStream err = System.err;
        String command = args.length == 0 ? "help" : args[0];
        switch (command) {
            case "status":
                return args.length == 2 ? new RemoteProcess(launch, config, args[1], err).status(out) : usage(err);
            case "hot":
                return hot(launch, config, args, out, err);
            case "limits":
                return limits(launch, config, args, out, err);
            case "adapt":
                return adapt(launch, config, args, out, err);
            case "profile":
                return args.length > 1 ? ProfileCommand.run(launch, config, args, out, err) : usage(err);
            case "attach":
                return args.length == 2 || args.length == 3
                        ? new RemoteProcess(launch, config, args[1], err).attach(args.length == 3 ? args[2] : "")
                        : usage(err);
            case "weave":
                return args.length > 1 ? new OfflineWeaving(launch, config, err).parent(args) : usage(err);
            case "startup":
                return startup(config, args, out, err);
            case "prepare":
                return new PrepareCommand(launch, config).run(args, out, err);
            case OfflineWeaving.CHILD:
                String answer = Launch.request(OfflineWeaving.request(args));
                out.println(answer == null ? "the agent did not start in the weaving JVM" : answer);
                return answer != null && answer.startsWith(OfflineWeaving.DONE) ? 0 : 1;
            case "version":
                out.println("perf-agent " + Host.VERSION);
                return 0;
            case "help":
                out.print(USAGE);
                return 0;
            default:
                return usage(err);
        }
    }

    private static int hot(Launch launch, Config config, String[] args, PrintStream out, PrintStream err)
            throws IOException {
        String action = args.length == 3 ? args[2] : null;
        boolean known =
                action == null ? args.length == 2 : List.of("pause", "resume").contains(action);
        return known ? new RemoteProcess(launch, config, args[1], err).hot(action, out) : usage(err);
    }

    private static int startup(Config config, String[] args, PrintStream out, PrintStream err) throws IOException {
        if (args.length > 1 && args[1].equals("compare")) {
            boolean page = args.length == 5 && args[4].equals("--html");
            return page || args.length == 4
                    ? new StartHistory(new DataDirectory(config)).compare(args[2], args[3], page, out, err)
                    : usage(err);
        }
        if (args.length < 2 || !args[1].equals("report")) {
            return usage(err);
        }
        boolean form = args.length > 2 && (args[2].equals("--json") || args[2].equals("--html"));
        int rest = form ? 3 : 2;
        if (args.length > rest + 1 || (args.length > rest && args[rest].startsWith("--"))) {
            return usage(err);
        }
        String service = args.length > rest ? args[rest] : null;
        return new StartReports(new DataDirectory(config)).print(form ? args[2] : "", service, out, err);
    }

    private static int limits(Launch launch, Config config, String[] args, PrintStream out, PrintStream err)
            throws IOException {
        boolean json = args.length == 3 && args[2].equals("--json");
        return json || args.length == 2
                ? new RemoteProcess(launch, config, args[1], err).adapt(json ? "limits-json" : "limits", null, out)
                : usage(err);
    }

    private static int adapt(Launch launch, Config config, String[] args, PrintStream out, PrintStream err)
            throws IOException {
        String command = args.length < 3 ? "" : args[1];
        boolean whole = command.equals("list") || command.equals("export");
        boolean one = List.of("approve", "reject", "undo", "clear", "disable").contains(command);
        if ((whole && args.length == 3) || (one && args.length == 4)) {
            String id = one ? args[3] : null;
            return new RemoteProcess(launch, config, args[2], err).adapt(command, id, out);
        }
        return usage(err);
    }

    private static int usage(PrintStream err) {
        err.print(USAGE);
        return 2;
    }
}
