package io.perfagent.weave;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which classes are woven, by internal name; rejects any other name in a few nanoseconds.
 *
 * <p>An open-addressed table over {@link String#hashCode}. Names learned at run time are added under a lock; readers see
 * either table. Safe for all threads.
 */
public final class SiteTable {
    private static final int MAX_LEARNED = 512;

    public final Site[] sites;
    private final Target[] targets;
    private volatile Slot[] slots;
    private int used;
    private int learned;

    /** What is known of one class name. */
    public static final class Slot {
        public final String className;
        public final Target @Nullable [] targets;

        /** See {@link Moment}. */
        public final int moment;

        Slot(String className, Target @Nullable [] targets, int moment) {
            this.className = className;
            this.targets = targets;
            this.moment = moment;
        }

        /** The enabled sites of all targets of this class. */
        public Site[] sites() {
            List<Site> all = new ArrayList<>();
            if (targets != null) {
                for (Target target : targets) {
                    for (int i = 0; i < target.sites.size(); i++) {
                        if (target.sites.get(i).enabled) {
                            all.add(target.sites.get(i));
                        }
                    }
                }
            }
            return all.toArray(new Site[0]);
        }

        /** Whether the class belongs to a target. */
        public boolean isIn(String targetName) {
            if (targets != null) {
                for (Target target : targets) {
                    if (target.name.equals(targetName)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** @throws RuntimeException if it is not what {@link Sites#encode} wrote */
    public SiteTable(byte[] encoded) {
        Reader in = new Reader(encoded);
        Shape[] shapes = Shape.values();
        sites = new Site[in.number()];
        int jdk = Runtime.version().feature();
        for (int i = 0; i < sites.length; i++) {
            sites[i] = in.site(i, shapes);
            sites[i].enabled = jdk >= sites[i].minJdk;
        }
        targets = new Target[in.number()];
        slots = new Slot[2048];
        for (int t = 0; t < targets.length; t++) {
            Target target = new Target(in.text());
            targets[t] = target;
            for (int i = in.number(); i > 0; i--) {
                target.sites.add(sites[in.number()]);
            }
            for (int i = in.number(); i > 0; i--) {
                add(in.text(), target, 0);
            }
        }
        for (int i = in.number(); i > 0; i--) {
            add(in.text(), null, in.number());
        }
    }

    /** Reads what {@link Sites#encode} wrote. It runs before {@code main}, interpreted: few and simple steps. */
    private static final class Reader {
        private final byte[] bytes;
        private final String[] texts;
        private int at;

        Reader(byte[] encoded) {
            bytes = encoded;
            texts = new String[number()];
            for (int i = 0; i < texts.length; i++) {
                int length = number();
                texts[i] = new String(encoded, at, length, StandardCharsets.ISO_8859_1);
                at += length;
            }
        }

        int number() {
            int number = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
            at += 2;
            return number;
        }

        String text() {
            return texts[number()];
        }

        Site site(int id, Shape[] shapes) {
            String instrumentation = text();
            String method = text();
            String descriptor = text();
            Shape shape = shapes[bytes[at++]];
            int first = bytes[at++];
            int second = bytes[at++];
            String hook = text();
            String hookArgument = text();
            boolean library = bytes[at++] == 1;
            int minJdk = bytes[at++];
            String[] names = new String[number()];
            for (int i = 0; i < names.length; i++) {
                names[i] = text();
            }
            return new Site(
                    id,
                    instrumentation,
                    method,
                    descriptor,
                    shape,
                    first,
                    second,
                    hook,
                    hookArgument,
                    library,
                    names,
                    minJdk);
        }
    }

    /** What is known of a class, or null: nothing. */
    public @Nullable Slot find(String internalName) {
        Slot[] table = slots;
        int mask = table.length - 1;
        int hash = internalName.hashCode();
        for (int i = spread(hash) & mask; ; i = (i + 1) & mask) {
            Slot slot = table[i];
            if (slot == null || slot.className.equals(internalName)) {
                return slot;
            }
        }
    }

    /** Names of all instrumentations, enabled or not. */
    public Set<String> instrumentations() {
        Set<String> names = new LinkedHashSet<>();
        for (Site site : sites) {
            names.add(site.instrumentation);
        }
        return names;
    }

    /** Internal names of all classes that belong to a target. */
    public List<String> classNames() {
        List<String> names = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot != null && slot.targets != null) {
                names.add(slot.className);
            }
        }
        return names;
    }

    /**
     * Adds a class to a target at run time.
     *
     * @return whether the name is new and there was room for it
     */
    public synchronized boolean learn(String internalName, String targetName) {
        Slot slot = find(internalName);
        if (learned >= MAX_LEARNED) {
            return false;
        }
        for (Target target : targets) {
            if (target.name.equals(targetName)) {
                if (slot != null && slot.targets != null) {
                    for (Target known : slot.targets) {
                        if (known == target) {
                            return false;
                        }
                    }
                }
                learned++;
                put(internalName, target, 0);
                return true;
            }
        }
        return false;
    }

    /** Adds a marker class; before the table is shared. */
    public void mark(String internalName, int moment) {
        put(internalName, null, moment);
    }

    /** Leaves a site out, for good; before the table is shared. */
    public void disable(Site site) {
        site.enabled = false;
    }

    /** Replaces the table, so that readers see the one or the other. */
    private void put(String name, @Nullable Target target, int moment) {
        slots = slots.clone();
        add(name, target, moment);
    }

    private void add(String name, @Nullable Target target, int moment) {
        Slot[] table = slots;
        if (used * 2 > table.length) {
            Slot[] larger = new Slot[table.length * 2];
            for (Slot slot : table) {
                if (slot != null) {
                    insert(larger, slot);
                }
            }
            table = larger;
        }
        Slot before = find(name);
        Target[] all = before == null ? null : before.targets;
        if (target != null) {
            int n = all == null ? 0 : all.length;
            Target[] more = new Target[n + 1];
            if (all != null) {
                System.arraycopy(all, 0, more, 0, n);
            }
            more[n] = target;
            all = more;
        }
        if (before == null) {
            used++;
        }
        insert(table, new Slot(name, all, before == null ? moment : before.moment | moment));
        slots = table;
    }

    private static void insert(Slot[] table, Slot slot) {
        int mask = table.length - 1;
        int i = spread(slot.className.hashCode()) & mask;
        while (table[i] != null && !table[i].className.equals(slot.className)) {
            i = (i + 1) & mask;
        }
        table[i] = slot;
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 15;
    }
}
