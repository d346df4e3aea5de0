package io.perfagent.start.command;

import io.perfagent.bootstrap.Launch;
import io.perfagent.coldstart.archive.Prepare;
import io.perfagent.coldstart.archive.PrepareFailure;
import io.perfagent.coldstart.archive.TrainingAgent;
import io.perfagent.config.Config;
import io.perfagent.start.host.DataDirectory;
import io.perfagent.start.host.RequestFolder;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code prepare} on the command line: the application's agent is asked through its request folder. */
final class PrepareCommand {
    private final Launch launch;
    private final Config config;

    PrepareCommand(Launch launch, Config config) {
        this.launch = launch;
        this.config = config;
    }

    int run(String[] args, PrintStream out, PrintStream err) throws InterruptedException {
        DataDirectory data = new DataDirectory(config);
        File root = data.root();
        try {
            if (root == null) {
                throw new PrepareFailure("there is no data directory: set PERF_AGENT_DATA_DIR");
            }
            Prepare.Environment environment = new Prepare.Environment(
                    config.environmentVariable("JAVA_TOOL_OPTIONS"),
                    config.environmentVariable("JDK_JAVA_OPTIONS"),
                    config.environmentVariable("CLASSPATH"));
            List<String> arguments = Arrays.asList(args).subList(1, args.length);
            new Prepare(root, launch.jarPath, environment, new FolderOf(data), out).run(arguments);
            return 0;
        } catch (PrepareFailure e) {
            err.println("perf-agent: not prepared: " + e.reason());
            return 1;
        }
    }

    private static final class FolderOf implements TrainingAgent.Finder {
        private final DataDirectory data;

        FolderOf(DataDirectory data) {
            this.data = data;
        }

        @Override
        public TrainingAgent of(long pid) {
            return new Folder(RequestFolder.of(data, Long.toString(pid)));
        }
    }

    private static final class Folder implements TrainingAgent {
        private final @Nullable RequestFolder folder;

        Folder(@Nullable RequestFolder folder) {
            this.folder = folder;
        }

        @Override
        public boolean isThere() {
            return folder != null && folder.exists();
        }

        @Override
        public @Nullable String ask(String request, long timeoutNanos) throws IOException {
            return folder == null ? null : folder.ask(request, timeoutNanos);
        }

        @Override
        public @Nullable String left() throws IOException {
            File left = folder == null ? null : new File(folder.path(), RequestFolder.LEFT);
            return left != null && left.exists() ? Files.readString(left.toPath(), StandardCharsets.UTF_8) : null;
        }

        @Override
        public void forget() {
            if (folder != null) {
                folder.remove();
            }
        }
    }
}
