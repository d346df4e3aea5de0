package io.perfagent.sample.hot;

/** Regular expressions: a pattern that tries many ways, compiled anew for each line. */
final class Search {
    private static final int LINES = 2500;
    private static final String LINE =
            "the quick brown fox jumps over the lazy dog and over the fence 1234567890 again;";

    private final boolean causes;

    Search(boolean causes) {
        this.causes = causes;
    }

    String find() {
        int found = 0;
        for (int i = 0; i < LINES; i++) {
            String line = LINE + i;
            found += (causes ? matches(line) : line.contains("fence")) ? 1 : 0;
        }
        return "found " + found;
    }

    private static boolean matches(String line) {
        return line.matches("\\w+\\s.*(\\w+)\\s(fence|hedge)\\s.*(\\d+)\\s.*;\\d+");
    }
}
