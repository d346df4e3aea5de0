package io.perfagent.start.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** In which process ids are counted: the machine's or, on Linux, a container's own ({@code pid_namespaces(7)}). */
final class PidNamespace {
    /** {@code PROC_PID_INIT_INO} of the kernel: the machine's own. */
    private static final String MACHINE = "pid:[4026531836]";

    private static final int MAX_HOST_CHARS = 64;

    private PidNamespace() {}

    /** Empty on the machine itself; else what sets process ids of this container apart from those of others. */
    static String suffix() {
        try {
            String number = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            String host = Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.ISO_8859_1);
            return suffix(number, host);
        } catch (IOException | RuntimeException e) {
            return ""; // no Linux, or a kernel that does not tell
        }
    }

    /**
     * @param number the namespace as {@code /proc} shows it; unique on one machine
     * @param host of the container: another one on each machine
     */
    static String suffix(String number, String host) {
        if (number.equals(MACHINE)) {
            return "";
        }
        StringBuilder out = new StringBuilder("@");
        plain(out, host.strip());
        out.append('-');
        plain(out, number);
        return out.toString();
    }

    private static void plain(StringBuilder out, String text) {
        for (int i = 0; i < text.length() && i < MAX_HOST_CHARS; i++) {
            char c = text.charAt(i);
            boolean kept =
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
            if (kept) {
                out.append(c);
            }
        }
    }
}
