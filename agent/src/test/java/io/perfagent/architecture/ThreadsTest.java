package io.perfagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Law 7: no thread of ours is non-daemon, and its context class loader is null. */
class ThreadsTest {
    private static final Pattern MAKES_THREADS = Pattern.compile(
            "\\bnew Thread\\(|\\bextends Thread\\b|\\bExecutors\\.|\\bnew Timer\\(|\\bnew ForkJoinPool\\(|\\bThread\\.of(Virtual|Platform)\\b"
                    + "|\\bnew (Scheduled)?ThreadPoolExecutor\\(|\\b(supply|run)Async\\(");

    /** A shutdown hook is run by the JVM while it ends, and is no thread before. */
    private static final String SHUTDOWN_HOOK = "ShutdownHook";

    private static Map<String, String> makers() {
        Map<String, String> makers = new TreeMap<>();
        for (Path file : Sources.shipped()) {
            String text = withoutComments(Sources.text(file));
            if (MAKES_THREADS.matcher(text).find()) {
                makers.put(Sources.className(file), text);
            }
        }
        return makers;
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\n]*", "").replaceAll("\"[^\"\n]*\"", "\"\"");
    }

    @Test
    void every_thread_of_ours_is_a_named_daemon_without_a_context_loader() {
        Map<String, String> makers = makers();
        assertThat(makers).isNotEmpty();
        List<String> wrong = new ArrayList<>();
        makers.forEach((name, text) -> {
            if (!name.equals(SHUTDOWN_HOOK)
                    && !(text.contains("setDaemon(true)") && text.contains("setContextClassLoader(null)"))) {
                wrong.add(name);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void threads_are_named_after_the_agent() {
        List<String> wrong = new ArrayList<>();
        for (Path file : Sources.shipped()) {
            String text = Sources.text(file);
            if (text.contains("extends Thread ") && !text.contains("perf-agent-")) {
                wrong.add(Sources.className(file));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static final Pattern PARKS = Pattern.compile("LockSupport\\.park");
    private static final Pattern MINDS_INTERRUPTS = Pattern.compile("\\b(isInterrupted|interrupted)\\(\\)");

    /** They wait a bounded number of times, or on threads that are not ours alone. */
    private static final Set<String> PARKS_SELDOM = Set.of("SharedFolder", "RequestFolder", "ProfileCommand");

    /** Some applications interrupt all threads of a group: one that is interrupted does not park, and a loop would spin. */
    @Test
    void what_parks_minds_that_somebody_may_interrupt_it() {
        List<String> wrong = new ArrayList<>();
        for (Path file : Sources.shipped()) {
            String text = withoutComments(Sources.text(file));
            if (PARKS.matcher(text).find() && !MINDS_INTERRUPTS.matcher(text).find()) {
                wrong.add(Sources.className(file));
            }
        }
        wrong.removeAll(PARKS_SELDOM);
        assertThat(wrong).isEmpty();
    }
}
