package io.perfagent.coldstart.archive;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a child JVM make an archive out of what a training start told. It is written under another name and renamed when it is
 * whole, so a file with an archive's name is never half of one.
 */
final class ArchiveMaker {
    private static final String WORKING = "working-";
    private static final int MAX_LAMBDAS = 100_000;

    private final ArchivePlaces places;
    private final String java;
    private final int heapMib;

    /** @param java the launcher of the JVM that the archive is for */
    ArchiveMaker(ArchivePlaces places, String java) {
        this(places, java, ChildJvm.HEAP_MIB);
    }

    /** @param heapMib of the child JVM */
    ArchiveMaker(ArchivePlaces places, String java, int heapMib) {
        this.places = places;
        this.java = java;
        this.heapMib = heapMib;
    }

    /** Where a start that records an AOT cache leaves what it recorded. */
    File recording() {
        return places.inFolder(WORKING + "recording");
    }

    /** What a start must be given to record. */
    List<String> recordingOptions(ArchiveKind kind) {
        if (kind == ArchiveKind.CLASS_DATA) {
            return List.of("-XX:DumpLoadedClassList=" + jvmList().getPath());
        }
        return List.of(
                "-XX:AOTMode=record",
                "-XX:AOTConfiguration=" + recording().getPath(),
                "-Xlog:aot=off"); // a line for each class of the agent that is left out
    }

    /** The JVM's own list of a start, of which only what no agent can tell is used. */
    private File jvmList() {
        return places.inFolder(WORKING + "jvm-list");
    }

    /** The lambdas that were linked: their classes have no names of their own, and making them is a good part of a start. */
    private List<String> lambdas() throws IOException {
        List<String> lambdas = new ArrayList<>();
        if (jvmList().exists()) {
            for (String line : Files.readAllLines(jvmList().toPath(), StandardCharsets.UTF_8)) {
                if (line.startsWith("@lambda-") && lambdas.size() < MAX_LAMBDAS) {
                    lambdas.add(line);
                }
            }
        }
        return lambdas;
    }

    /** Makes it, and returns where it is. */
    File make(ArchiveKind kind, String name, TrainingAnswer trained)
            throws IOException, InterruptedException, PrepareFailure {
        File working = places.inFolder(WORKING + "archive");
        File list = places.inFolder(WORKING + "classes");
        Files.deleteIfExists(working.toPath());
        List<String> command = new ArrayList<>(List.of(java, "-Xmx" + heapMib + "m"));
        command.addAll(trained.options());
        if (kind == ArchiveKind.CLASS_DATA) {
            List<String> names = new ArrayList<>(trained.classes());
            names.addAll(trained.applicationClasses());
            names.addAll(lambdas());
            Files.write(list.toPath(), names, StandardCharsets.UTF_8);
            command.add("-Xshare:dump");
            command.add("-XX:SharedClassListFile=" + list.getPath());
            command.add("-XX:SharedArchiveFile=" + working.getPath());
        } else {
            String module = "--add-modules=java.instrument";
            if (trained.spelling().equals("-javaagent") && !trained.options().contains(module)) {
                command.add(module); // what the JVM adds by itself where it is given -javaagent
            }
            command.add("-XX:AOTMode=create");
            command.add("-XX:AOTConfiguration=" + recording().getPath());
            command.add("-XX:AOTCache=" + working.getPath());
        }
        command.add("-cp");
        command.add(trained.start().classPath());
        ChildJvm child = ChildJvm.run(command);
        if (child.exit() != 0 || working.length() == 0) {
            throw new PrepareFailure(
                    "the JVM could not make the archive (status " + child.exit() + "): " + child.output());
        }
        File archive = places.inFolder(name + kind.suffix);
        if (!working.setReadable(true, false)) {
            throw new PrepareFailure(working + " cannot be made readable");
        }
        Files.move(working.toPath(), archive.toPath(), StandardCopyOption.ATOMIC_MOVE);
        return archive;
    }

    /** Removes what was only needed on the way, and what a prepare that was killed has left. */
    void tidy() {
        File[] files = places.folder.listFiles();
        for (int i = 0; files != null && i < files.length; i++) {
            if (files[i].getName().startsWith(WORKING)) {
                files[i].delete();
            }
        }
    }

    File working(String name) {
        return places.inFolder(WORKING + name);
    }
}
