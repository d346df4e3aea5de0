package io.perfagent.start.watch;

import io.perfagent.coldstart.ReportHtml;
import io.perfagent.start.host.DataDirectory;
import io.perfagent.weave.cache.AtomicFile;
import io.perfagent.weave.cache.Fingerprint;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * The report of each service's last start, in the data directory, as JSON and as text: written by the process itself, shown by
 * {@code startup report}. The files are replaced whole, so that processes that start at once do no harm.
 */
public final class StartReports {
    private static final String JSON = ".json";
    private static final String TEXT = ".txt";

    private final @Nullable File folder;

    public StartReports(DataDirectory data) {
        File root = data.root();
        folder = root == null ? null : new File(root, "starts");
    }

    /** Keeps the report of a service's start in place of the one before; nothing without a data directory. */
    public void store(String service, String json, String text) throws IOException {
        File into = folder;
        if (into != null) {
            AtomicFile.replace(new File(into, name(service) + JSON), json.getBytes(StandardCharsets.UTF_8));
            AtomicFile.replace(new File(into, name(service) + TEXT), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Where the report of a service's last start is as text; null without a data directory. */
    @Nullable
    public File text(String service) {
        return folder == null ? null : new File(folder, name(service) + TEXT);
    }

    /** A name may hold anything: the file's name does not. */
    private static String name(String service) {
        return Long.toHexString(new Fingerprint().add(service).high());
    }

    /**
     * Prints the last start's report.
     *
     * @param form {@code ""}, {@code --json} or {@code --html}
     * @param service null for the service that started last
     * @return the exit status
     */
    public int print(String form, @Nullable String service, PrintStream out, PrintStream err) throws IOException {
        File newest = newest(form.isEmpty() ? TEXT : JSON, service);
        if (newest == null) {
            err.println("perf-agent: no start "
                    + (service == null ? "" : "of " + service + " ")
                    + "is on record in " + (folder == null ? "the data directory: there is none" : folder)
                    + "; is PERF_AGENT_DATA_DIR the application's?");
            return 1;
        }
        String content = Files.readString(newest.toPath());
        out.print(form.equals("--html") ? ReportHtml.of(content) : content);
        if (form.equals("--json")) {
            out.println();
        }
        return 0;
    }

    private @Nullable File newest(String ending, @Nullable String service) {
        File[] files = folder == null ? null : folder.listFiles();
        File newest = null;
        if (files != null) {
            for (File file : files) {
                boolean fits = service == null
                        ? file.getName().endsWith(ending)
                        : file.getName().equals(name(service) + ending);
                if (fits && (newest == null || file.lastModified() > newest.lastModified())) {
                    newest = file;
                }
            }
        }
        return newest;
    }
}
