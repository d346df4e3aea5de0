package io.perfagent.it.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The agent that does nothing: what any agent costs. */
public final class EmptyAgent {
    private EmptyAgent() {}

    /** Called by the JVM. */
    public static void premain(String arguments) {}

    /** Writes the jar that has this class as its agent, and nothing else. */
    static Path writeJar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
        String entry = EmptyAgent.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = EmptyAgent.class.getClassLoader().getResourceAsStream(entry);
                JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            if (bytes == null) {
                throw new IOException("no " + entry + " on the class path");
            }
            jar.putNextEntry(new JarEntry(entry));
            bytes.transferTo(jar);
            jar.closeEntry();
        }
        return file;
    }
}
