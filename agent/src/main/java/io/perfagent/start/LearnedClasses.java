package io.perfagent.start;

import io.perfagent.weave.SiteTable;
import io.perfagent.weave.cache.WeaveCache;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Class names that the application's own objects have taught us, such as a driver's connection class; kept in the weave
 * cache, so that the next start weaves them as they load. Safe for all threads.
 */
final class LearnedClasses {
    private final SiteTable table;
    private final WeaveCache cache;
    private final Map<String, String> learned = new LinkedHashMap<>();
    private final Settled settled = new Settled();
    private boolean changed;

    /** What a class has been asked for and taught nothing new: asked for each statement that is prepared. */
    private static final class Settled extends ClassValue<@Nullable String[]> {
        @Override
        protected @Nullable String[] computeValue(Class<?> type) {
            return new String[1];
        }
    }

    LearnedClasses(SiteTable table, WeaveCache cache) {
        this.table = table;
        this.cache = cache;
        String notes = cache.notes();
        int at = 0;
        while (notes != null && at < notes.length()) {
            int space = notes.indexOf(' ', at);
            int end = notes.indexOf('\n', at);
            if (space < 0 || end < space) {
                break;
            }
            add(notes.substring(at, space), notes.substring(space + 1, end));
            at = end + 1;
        }
        changed = false;
    }

    /**
     * Takes note of a class and of its super classes outside the JDK.
     *
     * @return whether any name is new
     */
    boolean learn(Class<?> type, String target) {
        @Nullable String[] last = settled.get(type);
        if (target.equals(last[0])) {
            return false;
        }
        boolean any = learnAll(type, target);
        last[0] = target;
        return any;
    }

    private boolean learnAll(Class<?> type, String target) {
        boolean any = false;
        for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
            ClassLoader loader = one.getClassLoader();
            if (loader == null || loader == ClassLoader.getPlatformClassLoader() || one.isHidden()) {
                break;
            }
            SiteTable.Slot known = table.find(one.getName().replace('.', '/'));
            if (known != null && known.isIn(target)) {
                return any;
            }
            any |= add(one.getName().replace('.', '/'), target);
        }
        return any;
    }

    private synchronized boolean add(String name, String target) {
        boolean added = table.learn(name, target);
        if (added) {
            learned.put(name, target);
            changed = true;
        }
        return added;
    }

    /** Hands what is new to the cache, to be written with it. */
    synchronized void store() {
        if (!changed) {
            return;
        }
        StringBuilder notes = new StringBuilder();
        for (Map.Entry<String, String> one : learned.entrySet()) {
            notes.append(one.getKey()).append(' ').append(one.getValue()).append('\n');
        }
        cache.setNotes(notes.toString().getBytes(StandardCharsets.UTF_8));
        changed = false;
    }
}
