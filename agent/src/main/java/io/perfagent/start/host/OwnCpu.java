package io.perfagent.start.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of our threads as the kernel counts it (Linux, {@code /proc/self/task}). A thread that has ended counts as it
 * was last read. Safe for all threads.
 *
 * <p>A thread of the application is read twice and then left alone: there may be thousands.
 */
public final class OwnCpu {
    private static final long MILLIS_PER_TICK = 10;
    private static final int MAX_THREADS = 64;

    /** A line is shorter: a name of fifteen bytes and some fifty numbers. */
    private static final int MOST_BYTES = 1024;

    /** Set once JFR runs for us: its threads work for us then, and perhaps for others too. */
    public static volatile boolean withJfr;

    private static final OwnCpu OF_THIS_PROCESS = new OwnCpu(new File("/proc/self/task"));

    private final File directory;

    /** Threads of ours that live, or did when last looked at, by the kernel's number. */
    private final Map<String, Account> accounts = new HashMap<>();

    /** What threads had used that have ended since. */
    private long endedTicks;

    /** Not ours when last read. */
    private final Set<String> once = new HashSet<>();

    /** Not ours twice: a new thread has its starter's name for a moment. */
    private final Set<String> foreign = new HashSet<>();

    private boolean foreignWithJfr;

    /** What a thread has used. The kernel gives numbers anew; when the thread began tells whose it is. */
    private record Account(long ticks, String began) {}

    OwnCpu(File directory) {
        this.directory = directory;
    }

    /** Milliseconds of all threads of ours, or -1 where the kernel does not tell. */
    public static long millis() {
        return OF_THIS_PROCESS.readMillis();
    }

    synchronized long readMillis() {
        String[] tasks = directory.list();
        if (tasks == null) {
            return -1;
        }
        forget(tasks);
        byte[] line = new byte[MOST_BYTES];
        for (String task : tasks) {
            if (!foreign.contains(task)) {
                String stat = firstBytes(new File(directory, task + "/stat"), line);
                if (stat != null) {
                    read(task, stat);
                }
            }
        }
        long sum = endedTicks;
        for (Account account : accounts.values()) {
            sum += account.ticks();
        }
        return sum * MILLIS_PER_TICK;
    }

    /** Threads that have ended: their numbers may come again, and their places are wanted. */
    private void forget(String[] tasks) {
        if (foreignWithJfr != withJfr) {
            foreignWithJfr = withJfr;
            foreign.clear();
        }
        Set<String> living = new HashSet<>(Arrays.asList(tasks));
        foreign.retainAll(living);
        once.retainAll(living);
        for (Iterator<Map.Entry<String, Account>> each = accounts.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Account> entry = each.next();
            if (!living.contains(entry.getKey())) {
                endedTicks += entry.getValue().ticks();
                each.remove();
            }
        }
    }

    private void read(String task, String stat) {
        // The kernel keeps fifteen bytes of the name, of which JDK 25 leaves out some in the middle.
        if (!stat.contains("(perf-ag") && !(withJfr && stat.contains("(JFR "))) {
            if (once.remove(task)) {
                foreign.add(task);
            } else {
                once.add(task);
            }
            return;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        String began = fields[19];
        Account before = accounts.get(task);
        if (before != null && !before.began().equals(began)) {
            endedTicks += before.ticks();
        }
        if (before != null || accounts.size() < MAX_THREADS) {
            accounts.put(task, new Account(ticks, began));
        }
    }

    private static @Nullable String firstBytes(File file, byte[] into) {
        try (FileInputStream in = new FileInputStream(file)) {
            int length = in.read(into);
            return length <= 0 ? null : new String(into, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }
}
