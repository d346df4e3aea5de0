package io.perfagent.coldstart.archive;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A start of the application that {@code prepare} makes; its output goes where that of {@code prepare} goes. */
final class TrainingStart implements AutoCloseable {
    private static final long POLL_MILLIS = 50;
    private static final long ANSWER_NANOS = 5_000_000_000L;
    private static final long WEAVE_NANOS = 120_000_000_000L;

    /** Recording an AOT cache goes on after the application's own shutdown. */
    private static final long STOP_SECONDS = 120;

    private final Process process;
    private final TrainingAgent agent;
    private final Reaper reaper;
    private final long startNanos = System.nanoTime();

    /**
     * @param environment what is changed in it; an empty value takes a variable out
     */
    TrainingStart(List<String> command, Map<String, String> environment, TrainingAgent.Finder agents)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        for (Map.Entry<String, String> one : environment.entrySet()) {
            if (one.getValue().isEmpty()) {
                builder.environment().remove(one.getKey());
            } else {
                builder.environment().put(one.getKey(), one.getValue());
            }
        }
        process = builder.start();
        reaper = Reaper.of(process);
        agent = agents.of(process.pid());
    }

    /**
     * Waits for a point; the application's own orderly end counts as well.
     *
     * @return what was reached: the point, or {@code exit}
     */
    String await(Until until, int timeoutSeconds) throws IOException, InterruptedException, PrepareFailure {
        while (true) {
            long seconds = (System.nanoTime() - startNanos) / 1_000_000_000L;
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (process.exitValue() != 0) {
                    throw new PrepareFailure("the application ended with status " + process.exitValue()
                            + " before the point '" + until + "'; its own output says why (is all there that it needs,"
                            + " such as a database?)");
                }
                return "exit";
            }
            String progress =
                    until.point().isEmpty() || !agent.isThere() ? "" : agent.ask("training progress", ANSWER_NANOS);
            if (until.isReached(String.valueOf(progress), seconds)) {
                return until.toString();
            }
            if (seconds >= timeoutSeconds) {
                throw new PrepareFailure("the point '" + until + "' was not reached within " + timeoutSeconds + " s"
                        + (agent.isThere() ? "" : ", and no agent answers in the application: is it switched off?"));
            }
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Has what was loaded woven and kept for the next start; what the weave cache has to say. */
    String weave() throws IOException, PrepareFailure {
        return answer("training weave", WEAVE_NANOS);
    }

    /** Of an analysed start: has the report made; where it is, or empty. */
    String report() throws IOException, PrepareFailure {
        return answer("training report", WEAVE_NANOS).strip();
    }

    /** What was loaded; from the running agent, or from what it left. */
    TrainingAnswer classes() throws IOException, PrepareFailure {
        String text = isRunning() ? answer("training classes", WEAVE_NANOS) : agent.left();
        TrainingAnswer classes = text == null ? null : TrainingAnswer.parse(text);
        if (classes == null) {
            throw new PrepareFailure("the agent in the application did not say what was loaded"
                    + (isRunning() ? "" : "; the application must end in an orderly way, not by Runtime.halt"));
        }
        return classes;
    }

    private String answer(String request, long nanos) throws IOException, PrepareFailure {
        String answer = agent.isThere() ? agent.ask(request, nanos) : null;
        if (answer == null || answer.startsWith("failed: ") || answer.startsWith("unknown ")) {
            throw new PrepareFailure(
                    "the agent in the application did not answer" + (answer == null ? "" : ": " + answer));
        }
        return answer;
    }

    /**
     * Ends it as the operator would, by SIGTERM, and by force if that does not help.
     *
     * @return whether it ended in an orderly way
     */
    boolean stop() throws InterruptedException {
        process.destroy();
        boolean ended = process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        return ended;
    }

    @Override
    public void close() {
        reaper.done();
        agent.forget();
    }
}
