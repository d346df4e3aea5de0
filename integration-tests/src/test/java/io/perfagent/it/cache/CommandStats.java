package io.perfagent.it.cache;

/** How many commands a server of Redis has carried out, by its {@code INFO commandstats}. */
final class CommandStats {
    private CommandStats() {}

    /** @param commands in lower case */
    static long calls(String info, String... commands) {
        long calls = 0;
        for (String line : info.split("\r?\n")) {
            for (String command : commands) {
                String start = "cmdstat_" + command + ":calls=";
                if (line.startsWith(start)) {
                    calls += Long.parseLong(line.substring(start.length(), line.indexOf(',')));
                }
            }
        }
        return calls;
    }
}
