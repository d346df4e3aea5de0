package io.perfagent.it.coldstart;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perfagent.it.AgentJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs as another user, where that can be done; a test that needs it is skipped elsewhere. */
public final class OtherUser {
    private static final String PROGRAM = "/usr/bin/setpriv";

    private OtherUser() {}

    /** What to put before a command. */
    public static List<String> command(int user) {
        assumeTrue(isPossible(), "only root can start programs as another user, and by setpriv");
        List<String> command = List.of(PROGRAM, "--reuid=" + user, "--regid=" + user, "--clear-groups");
        assumeTrue(
                reads(command, AgentJar.perfAgentPath().toString()),
                "another user cannot read what is built here: a directory above it is closed");
        return command;
    }

    private static boolean reads(List<String> asUser, String file) {
        List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of("test", "-r", file));
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean isPossible() {
        try {
            return Files.isExecutable(Path.of(PROGRAM))
                    && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
