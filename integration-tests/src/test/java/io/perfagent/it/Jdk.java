package io.perfagent.it;

import java.nio.file.Path;

/**
 * A JDK on this machine.
 *
 * @param feature its feature release: 17, 25
 * @param version its full version as its {@code release} file says
 */
public record Jdk(int feature, String version, Path home) {

    /** The {@code java} launcher. */
    public Path java() {
        return tool("java");
    }

    /** A program of its {@code bin} directory. */
    public Path tool(String name) {
        return home.resolve("bin").resolve(name);
    }

    @Override
    public String toString() {
        return "JDK " + version;
    }
}
