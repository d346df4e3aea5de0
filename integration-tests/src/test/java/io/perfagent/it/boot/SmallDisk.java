package io.perfagent.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perfagent.it.AppProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of a certain size that one process alone sees, and that ends with it; its size can be changed. */
final class SmallDisk {
    private final Path directory;

    /** @param directory that exists, where it is to be */
    SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** What to put before the command of a process; a test is skipped where that cannot be done. */
    List<String> before(int megabytes) throws Exception {
        String mount = "mount -t tmpfs -o size=" + megabytes + "m,mode=700 tmpfs '" + directory + "'";
        List<String> program = List.of("unshare", "-m", "/bin/sh", "-c");
        assumeTrue(possible(program, mount), "only root can mount a file system for a test");
        List<String> command = new ArrayList<>(program);
        command.add(mount + " && exec \"$@\"");
        command.add("limited");
        return command;
    }

    private static boolean possible(List<String> program, String mount) throws InterruptedException {
        List<String> trial = new ArrayList<>(program);
        trial.add(mount);
        try {
            return new ProcessBuilder(trial).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    /** Makes it as small or large as that; 0: leaves next to no room in it. */
    void resize(AppProcess app, int megabytes) throws Exception {
        String kilobytes = megabytes == 0
                ? "$(( $(df -k --output=used '" + directory + "' | tail -1) + 256 ))"
                : Integer.toString(megabytes * 1024);
        Process process = new ProcessBuilder(
                        "nsenter",
                        "-t",
                        Long.toString(app.pid()),
                        "-m",
                        "/bin/sh",
                        "-c",
                        "mount -o remount,size=" + kilobytes + "k '" + directory + "'")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
