package io.perfagent.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Blob;
import io.perfagent.bootstrap.BlobLoader;
import io.perfagent.bootstrap.Hook;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.SiteTable;
import io.perfagent.weave.Sites;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks as they are made in an application: out of a blob, by the agent's loader. */
class HookSetTest {
    @TempDir
    Path directory;

    private RandomAccessFile file;
    private BlobLoader agent;

    public static final class PlainHook extends Hook {}

    public static final class FailingHook extends Hook {
        public FailingHook() {
            throw new IllegalStateException("planned");
        }
    }

    /** Returns what it was called with, and what loaded it. */
    public static final class OfLibraryHook extends Hook {
        @Override
        public Object enter(Object self, Object first, Object second) {
            return getClass().getClassLoader();
        }

        @Override
        public Object returned(Object self, Object first, Object second, Object result) {
            return "returned " + result;
        }
    }

    @BeforeEach
    void blob() throws Exception {
        TreeMap<Long, byte[]> core = new TreeMap<>();
        core.put(Blob.hash(PlainHook.class.getName()), bytes(PlainHook.class));
        core.put(Blob.hash(FailingHook.class.getName()), bytes(FailingHook.class));
        TreeMap<Long, byte[]> library = new TreeMap<>();
        library.put(Blob.hash(OfLibraryHook.class.getName()), bytes(OfLibraryHook.class));
        Path path = Files.write(directory.resolve("blob"), encode(core, new TreeMap<>(), library, new TreeMap<>()));
        file = new RandomAccessFile(path.toFile(), "r");
        Constructor<Blob> constructor = Blob.class.getDeclaredConstructor(RandomAccessFile.class, long.class);
        constructor.setAccessible(true);
        agent = new BlobLoader(
                constructor.newInstance(file, 0L), Blob.CORE, ClassLoader.getPlatformClassLoader(), null);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    @SafeVarargs
    private static byte[] encode(TreeMap<Long, byte[]>... sections) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        out.writeInt(Blob.MAGIC);
        out.writeLong(1);
        out.writeInt(sections.length);
        for (TreeMap<Long, byte[]> section : sections) {
            out.writeInt(section.size());
        }
        for (TreeMap<Long, byte[]> section : sections) {
            for (var entry : section.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                out.writeLong(entry.getKey());
                out.writeInt(data.size());
                out.writeInt(entry.getValue().length);
                out.writeInt(entry.getValue().length);
                out.writeInt((int) crc.getValue());
                data.write(entry.getValue());
            }
        }
        data.writeTo(out);
        return all.toByteArray();
    }

    private static Site[] sites(Class<? extends Hook> hook, int count) throws IOException {
        Sites sites = new Sites();
        for (int i = 0; i < count; i++) {
            sites.type("lib.Type").site(Shape.AROUND, "m" + i, "()V", Site.NONE, Site.NONE, hook);
        }
        return new SiteTable(sites.encode()).sites;
    }

    private static Site[] librarySites(String hook) throws IOException {
        Sites sites = new Sites();
        sites.type("lib.Type").librarySite(Shape.AROUND, "m", "()V", Site.NONE, Site.NONE, hook);
        return new SiteTable(sites.encode()).sites;
    }

    @Test
    void a_hook_is_made_once_for_all_its_sites_by_the_agents_loader() throws IOException {
        HookSet set = new HookSet(3, agent);

        assertThat(set.bind(sites(PlainHook.class, 2))).isNull();

        Hook made = set.hooks()[0];
        assertThat(made.getClass().getName()).isEqualTo(PlainHook.class.getName());
        assertThat(made.getClass().getClassLoader()).isSameAs(agent);
        assertThat(set.hooks()[1]).isSameAs(made);
        assertThat(set.hooks()[2]).isNull();
        set.bind(sites(PlainHook.class, 2));
        assertThat(set.hooks()[0]).isSameAs(made);
    }

    @Test
    void a_hook_that_cannot_be_made_leaves_its_site_silent_and_is_told() throws IOException {
        HookSet set = new HookSet(1, agent);

        assertThat(set.bind(sites(FailingHook.class, 1))).contains("m0()V");
        assertThat(set.hooks()[0]).isNull();

        Site[] absent = librarySites("io.perfagent.start.Absent");
        assertThat(set.bind(absent)).isNull(); // made when the library calls it
        assertThat(set.hooks()[0]).isNotNull();
    }

    @Test
    void a_hook_of_a_library_is_loaded_beside_the_class_that_calls_it() throws IOException {
        HookSet set = new HookSet(1, agent);
        set.bind(librarySites(OfLibraryHook.class.getName()));
        Hook hook = set.hooks()[0];

        Object first = hook.enter(this, null, null);

        assertThat(first).isInstanceOf(BlobLoader.class).isNotSameAs(agent);
        assertThat(((ClassLoader) first).getParent()).isSameAs(getClass().getClassLoader());
        assertThat(hook.enter(new PlainHook(), null, null)).isSameAs(first);
        assertThat(hook.returned(this, null, null, "x")).isEqualTo("returned x");
        assertThat(hook.argument(this, "x")).isEqualTo("x");
        assertThat(hook.enter(null, null, null)).isNull();
        assertThat(hook.returned(null, null, null, "x")).isEqualTo("x");
        assertThat(hook.exchanged(null, "state", "x", null)).isEqualTo("x");
    }
}
