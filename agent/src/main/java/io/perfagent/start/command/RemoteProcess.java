package io.perfagent.start.command;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.perfagent.bootstrap.Launch;
import io.perfagent.config.Config;
import io.perfagent.start.adapting.Adapting;
import io.perfagent.start.host.DataDirectory;
import io.perfagent.start.host.RequestFolder;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Another JVM on this machine, asked through its request folder, else by attaching to it. */
final class RemoteProcess {
    private static final long ANSWER_NANOS = 10_000_000_000L;

    /** Set where the agent has been loaded; {@code running} once it has not found a reason to stay out. */
    private static final String STARTED = "io.perfagent.started";

    private final Launch launch;
    private final Config config;
    private final String pid;
    private final PrintStream err;

    RemoteProcess(Launch launch, Config config, String pid, PrintStream err) {
        this.launch = launch;
        this.config = config;
        this.pid = pid;
        this.err = err;
    }

    int status(PrintStream out) throws IOException {
        return ask("status", out);
    }

    /** The report, or an {@code action}: pause or resume. */
    int hot(@Nullable String action, PrintStream out) throws IOException {
        return ask(action == null ? "hot" : "hot\n" + action, out);
    }

    /** What {@code adapt} is followed by: a command and, for some, an id. */
    int adapt(String command, @Nullable String id, PrintStream out) throws IOException {
        return ask("adapt\n" + command + (id == null ? "" : "\n" + id.replace('\n', ' ')), out);
    }

    private int ask(String request, PrintStream out) throws IOException {
        String answer = answer(request, ANSWER_NANOS);
        if (answer == null) {
            return 1;
        }
        String refusal = Adapting.refusal(answer);
        if (refusal != null) {
            return fail(refusal);
        }
        out.print(answer);
        return 0;
    }

    /** What the agent there answers; null if it does not, and that is said. */
    @Nullable
    String answer(String request, long timeoutNanos) throws IOException {
        if (!isNumber()) {
            fail("'" + pid + "' is no process id");
            return null;
        }
        RequestFolder folder = RequestFolder.of(new DataDirectory(config), pid);
        if (folder == null || !folder.exists()) {
            fail("no agent answers for process " + pid + ": "
                    + (folder == null ? "there is no data directory" : folder.path() + " does not exist")
                    + "; is it of this user, and started with the same PERF_AGENT_DATA_DIR?");
            return null;
        }
        String answer = folder.ask(request, timeoutNanos);
        if (answer == null) {
            fail("the agent in process " + pid + " has not answered; the process may be stopped or gone");
        }
        return answer;
    }

    int attach(String arguments) {
        if (!isNumber()) {
            return fail("'" + pid + "' is no process id");
        }
        err.println("perf-agent: attaching to " + pid + "; JDK 21 and newer print a warning of their own there"
                + " (-XX:+EnableDynamicAgentLoading silences it)");
        VirtualMachine machine = null;
        try {
            machine = VirtualMachine.attach(pid);
            String before = machine.getSystemProperties().getProperty(STARTED);
            if (before == null) {
                machine.loadAgent(launch.jarPath, arguments);
            }
            if (!"running".equals(machine.getSystemProperties().getProperty(STARTED))) {
                return fail("loaded in " + pid + ", but stays out; what that process has printed says why");
            }
            err.println("perf-agent: " + (before == null ? "" : "already ") + "running in " + pid);
            return 0;
        } catch (AttachNotSupportedException e) {
            return fail("cannot attach to " + pid + ": " + reason(e)
                    + " (is it a JVM of this user, and attaching not disabled?)");
        } catch (AgentLoadException | AgentInitializationException e) {
            return fail("the JVM " + pid + " refused the agent: " + reason(e));
        } catch (IOException e) {
            return fail("cannot attach to " + pid + ": " + reason(e));
        } finally {
            detach(machine);
        }
    }

    private static void detach(@Nullable VirtualMachine machine) {
        try {
            if (machine != null) {
                machine.detach();
            }
        } catch (IOException e) {
            return; // the other side is gone: there is nothing left to detach from
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private boolean isNumber() {
        for (int i = 0; i < pid.length(); i++) {
            if (pid.charAt(i) < '0' || pid.charAt(i) > '9') {
                return false;
            }
        }
        return !pid.isEmpty();
    }

    private int fail(String message) {
        err.println("perf-agent: " + message);
        return 1;
    }
}
