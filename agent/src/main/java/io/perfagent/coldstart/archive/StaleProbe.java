package io.perfagent.coldstart.archive;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Finds out whether this JVM build runs code out of an AOT cache although the jar that it came from has changed
 * (JDK-8377932): makes a cache for a program of one class, changes the jar, and sees what runs.
 */
final class StaleProbe {
    private static final String BEFORE = "probe-before";
    private static final String AFTER = "probe-behind"; // as long, so that the class file stays one

    private final String java;
    private final File jar;
    private final File recording;
    private final File cache;

    StaleProbe(String java, ArchiveMaker maker) {
        this.java = java;
        jar = maker.working("probe.jar");
        recording = maker.working("probe.recording");
        cache = maker.working("probe.aot");
    }

    /** Whether the JVM refuses the cache of a changed jar; false if that could not be shown. */
    boolean isChangeRefused() throws IOException, InterruptedException {
        byte[] program = program();
        write(program, false);
        ChildJvm recorded = run("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording.getPath());
        ChildJvm created = run(
                "-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording.getPath(), "-XX:AOTCache=" + cache.getPath());
        if (recorded.exit() != 0 || created.exit() != 0 || cache.length() == 0) {
            return false;
        }
        write(replaced(program), true);
        ChildJvm changed = run("-XX:AOTCache=" + cache.getPath());
        return changed.output().contains(AFTER) && !changed.output().contains(BEFORE);
    }

    private ChildJvm run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java, "-Xmx" + ChildJvm.HEAP_MIB + "m", "-Xlog:aot=off"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", jar.getPath(), ProbeProgram.class.getName()));
        return ChildJvm.run(command);
    }

    private static byte[] program() throws IOException {
        try (InputStream in = StaleProbe.class.getResourceAsStream("ProbeProgram.class")) {
            if (in == null) {
                throw new IOException("the agent jar is damaged");
            }
            return in.readAllBytes();
        }
    }

    /** The class with the other word in its constant pool. */
    static byte[] replaced(byte[] program) throws IOException {
        byte[] before = BEFORE.getBytes(StandardCharsets.US_ASCII);
        byte[] changed = program.clone();
        for (int at = 0; at + before.length <= program.length; at++) {
            if (Arrays.equals(program, at, at + before.length, before, 0, before.length)) {
                System.arraycopy(AFTER.getBytes(StandardCharsets.US_ASCII), 0, changed, at, before.length);
                return changed;
            }
        }
        throw new IOException("the agent jar is damaged");
    }

    private void write(byte[] program, boolean other) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(ProbeProgram.class.getName().replace('.', '/') + ".class"));
            zip.write(program);
            if (other) {
                zip.putNextEntry(new ZipEntry("another-size"));
            }
        }
        try (FileOutputStream out = new FileOutputStream(jar)) {
            out.write(bytes.toByteArray());
        }
        if (other) {
            jar.setLastModified(System.currentTimeMillis() + 10_000);
        }
    }
}
