package io.perfagent.start;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The server sockets that this process has open, as Linux tells it ({@code proc_net(5)}): with an AOT cache the marker
 * classes that usually tell are loaded before any agent is. Reads a file per descriptor: not for an ordinary start.
 */
final class ListeningSockets {
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int MAX_LINES = 10_000;

    private ListeningSockets() {}

    /** As descriptors name them; none also where it cannot be told. */
    static Set<String> open() {
        Set<String> listening = new HashSet<>();
        for (String table : new String[] {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
            try {
                collect(new String(Files.readAllBytes(Path.of(table)), StandardCharsets.ISO_8859_1), listening);
            } catch (IOException e) {
                continue; // no such protocol here
            }
        }
        Set<String> own = new HashSet<>();
        File[] descriptors = listening.isEmpty() ? null : new File("/proc/self/fd").listFiles();
        for (int i = 0; descriptors != null && i < descriptors.length; i++) {
            try {
                String name = Files.readSymbolicLink(descriptors[i].toPath()).toString();
                if (listening.contains(name)) {
                    own.add(name);
                }
            } catch (IOException e) {
                continue; // closed meanwhile
            }
        }
        return own;
    }

    /** The sockets of a table that are in the state LISTEN, as descriptors name them. */
    static void collect(String table, Set<String> into) {
        int from = 0;
        for (int line = 0; line < MAX_LINES && from < table.length(); line++) {
            int end = table.indexOf('\n', from);
            end = end < 0 ? table.length() : end;
            if ("0A".equals(field(table, from, end, STATE))) {
                into.add("socket:[" + field(table, from, end, INODE) + "]");
            }
            from = end + 1;
        }
    }

    /** The field of a number from 0 of a line whose fields are separated by blanks, or empty. */
    private static String field(String text, int from, int end, int wanted) {
        int at = from;
        for (int field = 0; at < end; field++) {
            while (at < end && text.charAt(at) == ' ') {
                at++;
            }
            int start = at;
            while (at < end && text.charAt(at) != ' ') {
                at++;
            }
            if (field == wanted) {
                return text.substring(start, at);
            }
        }
        return "";
    }
}
