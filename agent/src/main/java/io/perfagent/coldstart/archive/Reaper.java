package io.perfagent.coldstart.archive;

/** Sees to it that a process that was started does not outlive this one: a shutdown hook, as long as it is registered. */
final class Reaper extends Thread {
    private final Process process;

    private Reaper(Process process) {
        super(null, null, "perf-agent-reaper", 0, false);
        this.process = process;
        setDaemon(true);
        setContextClassLoader(null);
    }

    static Reaper of(Process process) {
        Reaper reaper = new Reaper(process);
        Runtime.getRuntime().addShutdownHook(reaper);
        return reaper;
    }

    @Override
    public void run() {
        process.destroyForcibly();
    }

    /** Kills the process now, if it still runs. */
    void done() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(this);
    }
}
