package io.perfagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
}
