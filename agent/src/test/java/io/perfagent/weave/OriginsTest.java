package io.perfagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.weave.cache.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginsTest {
    @TempDir
    Path directory;

    private static final Site[] NO_SITES = {};

    private final Map<String, byte[]> files = new HashMap<>();
    private final byte[] type = ClassFiles.empty("lib/Type", "lib/Parent", "lib/Face");

    /** A loader that finds what the map holds now. */
    private final class MapLoader extends ClassLoader {
        int reads;

        MapLoader() {
            super(null);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            reads++;
            byte[] bytes = files.get(name.substring(0, name.length() - 6));
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        }
    }

    private void hierarchy() {
        files.put("lib/Parent", ClassFiles.empty("lib/Parent", "lib/Grand"));
        files.put("lib/Grand", ClassFiles.empty("lib/Grand", "java/lang/Object"));
        files.put("lib/Face", ClassFiles.empty("lib/Face", "java/lang/Object"));
    }

    private long key(Site... sites) {
        Fingerprint print = new Fingerprint();
        new Origins().add(print, new MapLoader(), "lib/Type", type, sites);
        return print.high();
    }

    @Test
    void the_key_is_the_same_for_the_same_super_types() {
        hierarchy();

        assertThat(key(NO_SITES)).isEqualTo(key(NO_SITES));
    }

    @Test
    void the_key_changes_with_any_class_file_above() {
        hierarchy();
        long before = key(NO_SITES);

        for (String name : new String[] {"lib/Parent", "lib/Grand", "lib/Face"}) {
            hierarchy();
            String superName = new ClassOutline(files.get(name)).superName;
            files.put(name, ClassFiles.make(name, superName, null, writer -> ClassFiles.nothing(writer, "added")));
            assertThat(key(NO_SITES)).as(name).isNotEqualTo(before);
            files.remove(name);
            assertThat(key(NO_SITES)).as(name + " not found").isNotEqualTo(before);
            files.put(name, new byte[] {1, 2, 3});
            assertThat(key(NO_SITES)).as(name + " unreadable").isNotEqualTo(before);
        }
    }

    @Test
    void the_key_changes_with_the_library_classes_that_a_hook_uses() throws IOException {
        hierarchy();
        Sites sites = new Sites();
        String hook = "io.perfagent.instrument.jedis.CommandHook";
        sites.type("lib.Type").librarySite(Shape.AROUND, "m", "()V", Site.NONE, Site.NONE, hook);
        Site site = new SiteTable(sites.encode()).sites[0];
        String used = site.dependencies[0];
        files.put(used, ClassFiles.empty(used, "java/lang/Object"));
        long before = key(site);

        files.put(used, ClassFiles.empty(used, "lib/Parent"));

        assertThat(key(site)).isNotEqualTo(before);
        assertThat(key(NO_SITES)).isNotEqualTo(before);
    }

    @Test
    void each_class_file_is_read_once_until_released() {
        hierarchy();
        MapLoader loader = new MapLoader();
        Origins origins = new Origins();

        origins.add(new Fingerprint(), loader, "lib/Type", type, NO_SITES);
        int first = loader.reads;
        origins.add(new Fingerprint(), loader, "lib/Type", type, NO_SITES);

        assertThat(first).isEqualTo(3);
        assertThat(loader.reads).isEqualTo(first);
        origins.release();
        origins.add(new Fingerprint(), loader, "lib/Type", type, NO_SITES);
        assertThat(loader.reads).isEqualTo(2 * first);
    }

    @Test
    void classes_of_the_jdk_add_nothing() {
        Fingerprint print = new Fingerprint();

        new Origins().add(print, null, "lib/Type", type, NO_SITES);
        new Origins().add(print, ClassLoader.getPlatformClassLoader(), "lib/Type", type, NO_SITES);

        assertThat(print.high()).isEqualTo(new Fingerprint().high());
    }

    @Test
    void super_types_in_a_circle_end() {
        files.put("lib/Parent", ClassFiles.empty("lib/Parent", "lib/Face"));
        files.put("lib/Face", ClassFiles.empty("lib/Face", "lib/Parent"));

        assertThat(key(NO_SITES)).isEqualTo(key(NO_SITES));
    }

    @Test
    void what_the_system_loader_found_is_recalled_until_a_jar_changes() throws IOException {
        Path jar = Files.write(directory.resolve("lib.jar"), new byte[] {1, 2, 3});
        ClassLoader system = ClassLoader.getSystemClassLoader();
        byte[] child = ClassFiles.empty("lib/Type", OriginsTest.class.getName().replace('.', '/'));
        byte[] otherChild = ClassFiles.empty("lib/Type", "lib/Nowhere");
        Origins first = new Origins();
        long found = systemKey(first, system, child);
        byte[] earlier = first.remember(jar.toString());

        assertThat(earlier).isNotNull();
        assertThat(first.remember(jar.toString())).as("nothing new").isNull();
        assertThat(systemKey(new Origins(), system, otherChild)).isNotEqualTo(found);
        Origins second = new Origins();
        second.recall(earlier);
        assertThat(systemKey(second, system, otherChild)).as("not read again").isEqualTo(found);
        second.release();
        assertThat(systemKey(second, system, otherChild)).as("kept").isEqualTo(found);

        Files.write(jar, new byte[] {1, 2, 3, 4});
        Origins third = new Origins();
        third.recall(earlier);
        assertThat(systemKey(third, system, otherChild)).as("a changed jar").isNotEqualTo(found);
        third.recall(new byte[] {1, 2, 3});
        assertThat(systemKey(third, system, child)).as("damaged").isNotZero();
    }

    private static long systemKey(Origins origins, ClassLoader system, byte[] classFile) {
        Fingerprint print = new Fingerprint();
        origins.add(print, system, "lib/Type", classFile, NO_SITES);
        return print.high();
    }
}
