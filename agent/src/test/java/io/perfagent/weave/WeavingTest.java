package io.perfagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.weave.WeaveStatus.Outcome;
import io.perfagent.weave.cache.Fingerprint;
import io.perfagent.weave.cache.WeaveCache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transformer by itself; classes of the boot loader, which sees the seam by definition. */
class WeavingTest {
    private static final String NAME = "java/util/concurrent/Phaser";

    public static final class OneHook extends Hook {}

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final byte[] original = ClassFiles.of(Phaser.class);
    private SiteTable table;
    private WeaveCache cache;
    private Weaving weaving;

    private class Told implements Weaving.Listener {
        @Override
        public void moment(int moment) {
            told.add("moment " + moment);
        }

        @Override
        public void woven(Site[] sites) {
            told.add("woven " + sites.length);
        }

        @Override
        public void pending() {
            told.add("pending");
        }
    }

    @BeforeEach
    void weaving() throws IOException {
        Sites sites = new Sites();
        sites.type(Phaser.class.getName()).site(Shape.AROUND, "register", "()I", Site.NONE, Site.NONE, OneHook.class);
        sites.marker("java.util.Scanner", Moment.LISTENING);
        table = new SiteTable(sites.encode());
        cache = new WeaveCache(new File(directory.toFile(), "cache"), 1);
        weaving = new Weaving(table, cache, new Told());
    }

    private void putIntoCache(byte[] woven) {
        Fingerprint key = weaving.key(null, NAME, original, table.find(NAME).sites());
        cache.put(key.high(), key.low(), woven);
    }

    private byte[] load() {
        return weaving.transform(null, NAME, null, null, original);
    }

    @Test
    void other_classes_are_left_alone() {
        assertThat(weaving.transform(null, "java/util/Other", null, null, original))
                .isNull();
        assertThat(weaving.transform(null, null, null, null, original)).isNull();
        assertThat(told).isEmpty();
    }

    @Test
    void a_marker_is_told_and_not_changed() {
        assertThat(weaving.transform(null, "java/util/Scanner", null, null, original))
                .isNull();
        assertThat(told).containsExactly("moment " + Moment.LISTENING);
    }

    @Test
    void without_an_entry_the_load_time_bytes_wait() {
        assertThat(load()).isNull();

        assertThat(told).containsExactly("pending");
        assertThat(weaving.pendingCount()).isEqualTo(1);
        assertThat(weaving.take(Phaser.class, NAME)).isEqualTo(original).isNotSameAs(original);
        assertThat(weaving.take(Phaser.class, NAME)).isNull();
    }

    @Test
    void the_bytes_that_wait_are_bounded() {
        for (int i = 0; i < 2000; i++) {
            load();
        }

        assertThat(weaving.pendingCount()).isEqualTo(512);
        weaving.dropPending();
        assertThat(weaving.pendingCount()).isZero();
    }

    @Test
    void an_entry_is_what_the_class_becomes_now_and_when_others_retransform_it() {
        putIntoCache(original);

        assertThat(load()).isEqualTo(original);

        assertThat(told).containsExactly("woven 1");
        assertThat(weaving.status().count(Outcome.FROM_CACHE)).isEqualTo(1);
        assertThat(weaving.isWovenAtLoad(null, NAME)).isTrue();
        assertThat(weaving.transform(null, NAME, Phaser.class, null, original)).isEqualTo(original);
    }

    @Test
    void an_entry_that_says_nothing_to_weave_changes_nothing_now_or_later() {
        putIntoCache(null);

        assertThat(load()).isNull();

        assertThat(weaving.status().count(Outcome.NOTHING_TO_WEAVE)).isEqualTo(1);
        assertThat(told).isEmpty();
        assertThat(weaving.transform(null, NAME, Phaser.class, null, original)).isNull();
    }

    @Test
    void an_entry_that_does_more_than_call_the_seam_is_not_used() {
        putIntoCache(ClassFiles.empty(NAME, "java/lang/Object"));

        assertThat(load()).isNull();

        assertThat(cache.refused()).isEqualTo(1);
        assertThat(told).containsExactly("pending");
    }

    @Test
    void a_class_of_a_loader_that_does_not_see_the_seam_is_not_woven_from_the_cache() {
        putIntoCache(original);
        ClassLoader blind = new ClassLoader(null) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                throw new ClassNotFoundException(name);
            }
        };

        assertThat(weaving.seesSeam(blind)).isFalse();
        assertThat(weaving.transform(blind, NAME, null, null, original)).isNull();
    }

    @Test
    void a_plan_is_carried_out_and_taken_back() {
        byte[] woven = {1, 2, 3};
        weaving.plan(Phaser.class, woven);
        assertThat(weaving.planned(Phaser.class)).isTrue();
        assertThat(weaving.transform(null, NAME, Phaser.class, null, original)).isSameAs(woven);

        weaving.plan(Phaser.class, new byte[0]);
        assertThat(weaving.transform(null, NAME, Phaser.class, null, original)).isNull();

        weaving.forget(Phaser.class);
        assertThat(weaving.planned(Phaser.class)).isFalse();
        assertThat(weaving.transform(null, NAME, Phaser.class, null, original)).isNull();
    }

    @Test
    void a_probe_sees_the_present_bytes_and_changes_nothing() {
        weaving.startProbe(Phaser.class);
        assertThat(weaving.transform(null, NAME, Phaser.class, null, original)).isNull();
        assertThat(weaving.endProbe()).isEqualTo(original);
        assertThat(weaving.endProbe()).isNull();
    }

    @Test
    void whatever_goes_wrong_the_class_stays_as_it_is_and_it_is_reported() {
        putIntoCache(null);
        byte[] garbage = {1};
        assertThat(weaving.transform(getClass().getClassLoader(), NAME, null, null, garbage))
                .isNull();

        Weaving failing = new Weaving(table, cache, new Told() {
            @Override
            public void pending() {
                throw new IllegalStateException("planned");
            }
        });
        assertThat(failing.transform(null, NAME, null, null, garbage)).isNull();
        assertThat(failing.status().count(Outcome.FAILED)).isEqualTo(1);
        assertThat(failing.status().rows().get(0).reason).contains("planned");
    }
}
