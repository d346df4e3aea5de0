package io.perfagent.weave;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    public SiteTable(byte[] encoded) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded));
        Shape[] shapes = Shape.values();
        sites = new Site[in.readInt()];
        int jdk = Runtime.version().feature();
        for (int i = 0; i < sites.length; i++) {
            sites[i] = site(in, i, shapes);
            sites[i].enabled = jdk >= sites[i].minJdk;
        }
        targets = new Target[in.readInt()];
        slots = new Slot[512];
        for (int t = 0; t < targets.length; t++) {
            Target target = new Target(in.readUTF());
            targets[t] = target;
            for (int i = in.readShort(); i > 0; i--) {
                target.sites.add(sites[in.readShort()]);
            }
            for (int i = in.readShort(); i > 0; i--) {
                put(in.readUTF(), target, 0);
            }
        }
        for (int i = in.readInt(); i > 0; i--) {
            put(in.readUTF(), null, in.readInt());
        }
    }

    private static Site site(DataInputStream in, int id, Shape[] shapes) throws IOException {
        String instrumentation = in.readUTF();
        String method = in.readUTF();
        String descriptor = in.readUTF();
        Shape shape = shapes[in.readByte()];
        int first = in.readByte();
        int second = in.readByte();
        String hook = in.readUTF();
        boolean library = in.readBoolean();
        int minJdk = in.readByte();
        return new Site(
                id, instrumentation, method, descriptor, shape, first, second, hook, library, names(in), minJdk);
    }

    private static String[] names(DataInputStream in) throws IOException {
        String[] names = new String[in.readShort()];
        for (int i = 0; i < names.length; i++) {
            names[i] = in.readUTF();
        }
        return names;
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

    private void put(String name, @Nullable Target target, int moment) {
        Slot[] table = slots;
        if (used * 2 > table.length) {
            Slot[] larger = new Slot[table.length * 2];
            for (Slot slot : table) {
                if (slot != null) {
                    insert(larger, slot);
                }
            }
            table = larger;
        } else {
            table = table.clone();
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
