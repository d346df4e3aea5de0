package io.perfagent.start.watch;

import io.perfagent.coldstart.sample.LoadedClass;
import io.perfagent.weave.cache.AtomicFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's own log of loaded classes, while an analysed start goes on: into a file of ours that is gone from its directory
 * as soon as it is open, so that a process that is killed leaves nothing.
 */
final class ClassLoadWatch {
    /** What follows is not read. */
    private static final int MAX_CLASSES = 200_000;

    private final DiagnosticCommands commands;
    private final FileChannel log;
    private final String output;

    private ClassLoadWatch(DiagnosticCommands commands, FileChannel log, String output) {
        this.commands = commands;
        this.log = log;
        this.output = output;
    }

    /** @param file for the log, in a directory of ours */
    static ClassLoadWatch begin(DiagnosticCommands commands, File file)
            throws IOException, ReflectiveOperationException {
        String path = file.getPath();
        if (path.indexOf('"') >= 0 || path.indexOf('%') >= 0) {
            throw new IOException(
                    "the path of the data directory holds a character that the JVM reads as its own: ".concat(path));
        }
        AtomicFile.replace(file, new byte[0]);
        FileChannel log = FileChannel.open(file.toPath(), StandardOpenOption.READ);
        try {
            String output = "output=\"file=" + path + "\"";
            String said = commands.run("VM.log " + output
                    + " output_options=filecount=0 what=class+load=info decorators=" + LoadedClass.DECORATORS);
            if (!said.isBlank()) {
                throw new IOException("the JVM says: ".concat(said.strip()));
            }
            ClassLoadWatch made = new ClassLoadWatch(commands, log, output);
            log = null;
            return made;
        } finally {
            Files.deleteIfExists(file.toPath());
            if (log != null) {
                log.close();
            }
        }
    }

    /** Ends the log. @return what it told, by time, as far as there was room */
    List<LoadedClass> end() throws IOException, ReflectiveOperationException {
        commands.run("VM.log " + output + " what=all=off");
        List<LoadedClass> classes = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(log.position(0)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine();
                    line != null && classes.size() < MAX_CLASSES;
                    line = lines.readLine()) {
                @Nullable LoadedClass one = LoadedClass.parse(line);
                if (one != null) {
                    classes.add(one);
                }
            }
        }
        return classes;
    }
}
