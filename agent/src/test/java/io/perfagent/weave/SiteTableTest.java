package io.perfagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Hook;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTableTest {
    public static final class OneHook extends Hook {}

    private static final class Declared implements Instrumentation {
        private final int classes;

        Declared(int classes) {
            this.classes = classes;
        }

        @Override
        public String name() {
            return "sample";
        }

        @Override
        public void declare(Sites sites) {
            sites.type("lib.One")
                    .site(Shape.AROUND, "call", "()V", 0, Site.NONE, OneHook.class, "declared")
                    .site(Shape.RETURNED, "other", "(I*", Site.NONE, 1, OneHook.class);
            sites.group("family", "lib.One", "lib.Two").site(Shape.GATE, "grouped", "()V", 2, 3, OneHook.class);
            for (int i = 0; i < classes; i++) {
                sites.type("lib.many.Class" + i).site(Shape.AROUND, "m" + i, "()V", 0, 0, OneHook.class);
            }
            sites.marker("lib.Server", Moment.LISTENING);
            sites.marker("lib.One", Moment.REQUEST);
            sites.marker("lib.One", Moment.RESPONSE);
        }
    }

    private static SiteTable table(int classes) throws IOException {
        Sites sites = new Sites();
        sites.add(new Declared(classes));
        return new SiteTable(sites.encode());
    }

    @Test
    void instrumentations_are_named_whether_they_are_enabled_or_not() throws IOException {
        SiteTable table = table(1);
        for (Site site : table.sites) {
            table.disable(site);
        }
        assertThat(table.instrumentations()).containsExactly("sample");
    }

    @Test
    void a_class_that_two_instrumentations_name_has_the_sites_of_both_once() throws IOException {
        Sites sites = new Sites();
        sites.add(new Declared(0));
        sites.type("lib.One").site(Shape.AROUND, "again", "()V", 0, Site.NONE, OneHook.class);
        SiteTable table = new SiteTable(sites.encode());

        SiteTable.Slot slot = table.find("lib/One");

        assertThat(slot).isNotNull();
        assertThat(slot.sites()).extracting(site -> site.method).containsExactly("call", "other", "again", "grouped");
    }

    @Test
    void what_was_declared_is_read_back() throws IOException {
        SiteTable table = table(0);

        assertThat(table.sites).hasSize(3);
        Site site = table.sites[1];
        assertThat(site.id).isEqualTo(1);
        assertThat(site.instrumentation).isEqualTo("sample");
        assertThat(site.method).isEqualTo("other");
        assertThat(site.descriptor).isEqualTo("(I*");
        assertThat(site.shape).isEqualTo(Shape.RETURNED);
        assertThat(site.first).isEqualTo(Site.NONE);
        assertThat(site.second).isEqualTo(1);
        assertThat(site.hook).isEqualTo(OneHook.class.getName());
        assertThat(site.hookArgument).isEmpty();
        assertThat(table.sites[0].hookArgument).isEqualTo("declared");
        assertThat(site.library).isFalse();
        assertThat(site.dependencies).isEmpty();
    }

    @Test
    void a_class_has_the_sites_of_all_its_targets_and_its_marker() throws IOException {
        SiteTable table = table(0);

        SiteTable.Slot one = table.find("lib/One");
        assertThat(one.sites()).extracting(site -> site.method).containsExactly("call", "other", "grouped");
        assertThat(one.moment).isEqualTo(Moment.REQUEST | Moment.RESPONSE);
        assertThat(one.isIn("family")).isTrue();
        assertThat(one.isIn("lib.One")).isTrue();
        assertThat(one.isIn("lib.Two")).isFalse();
        assertThat(table.find("lib/Two").sites()).hasSize(1);
        SiteTable.Slot marker = table.find("lib/Server");
        assertThat(marker.targets).isNull();
        assertThat(marker.sites()).isEmpty();
        assertThat(marker.isIn("family")).isFalse();
        assertThat(marker.moment).isEqualTo(Moment.LISTENING);
        assertThat(table.classNames()).containsExactlyInAnyOrder("lib/One", "lib/Two");
    }

    @Test
    void a_class_that_is_declared_again_has_each_site_once() throws IOException {
        Sites sites = new Sites();
        sites.type("lib.One").site(Shape.AROUND, "call", "()V", 0, Site.NONE, OneHook.class);
        sites.type("lib.One").site(Shape.AROUND, "other", "()V", 0, Site.NONE, OneHook.class);

        assertThat(new SiteTable(sites.encode()).find("lib/One").sites())
                .extracting(site -> site.method)
                .containsExactly("call", "other");
    }

    @Test
    void every_declared_name_is_found_and_no_other() throws IOException {
        SiteTable table = table(2000);

        Set<String> names = new HashSet<>(table.classNames());
        assertThat(names).hasSize(2002);
        for (int i = 0; i < 2000; i++) {
            SiteTable.Slot slot = table.find("lib/many/Class" + i);
            assertThat(slot.sites()).extracting(site -> site.method).containsExactly("m" + i);
            assertThat(table.find("lib/many/Absent" + i)).isNull();
        }
        assertThat(table.find("")).isNull();
        assertThat(table.find("lib.One")).isNull();
    }

    @Test
    void a_disabled_site_is_left_out() throws IOException {
        SiteTable table = table(0);

        table.disable(table.sites[0]);

        assertThat(table.find("lib/One").sites())
                .extracting(site -> site.method)
                .containsExactly("other", "grouped");
    }

    @Test
    void a_name_is_learned_once_for_a_known_target() throws IOException {
        SiteTable table = table(0);

        assertThat(table.learn("app/Driver", "no such target")).isFalse();
        assertThat(table.find("app/Driver")).isNull();
        assertThat(table.learn("app/Driver", "family")).isTrue();
        assertThat(table.learn("app/Driver", "family")).isFalse();
        assertThat(table.learn("lib/Two", "family")).isFalse();
        assertThat(table.learn("app/Driver", "lib.One")).isTrue();
        assertThat(table.find("app/Driver").sites()).hasSize(3);
        assertThat(table.learn("lib/Server", "family")).isTrue();
        assertThat(table.find("lib/Server").moment).isEqualTo(Moment.LISTENING);
        assertThat(table.find("lib/Server").sites()).hasSize(1);
    }

    @Test
    void what_is_learned_is_bounded() throws IOException {
        SiteTable table = table(0);

        int learned = 0;
        for (int i = 0; i < 2000; i++) {
            learned += table.learn("app/Learned" + i, "family") ? 1 : 0;
        }

        assertThat(learned).isEqualTo(512);
        assertThat(table.classNames()).hasSize(2 + 512);
        assertThat(table.find("app/Learned0")).isNotNull();
        assertThat(table.find("app/Learned1999")).isNull();
    }

    @Test
    void readers_miss_nothing_while_names_are_learned() throws Exception {
        SiteTable table = table(200);
        AtomicReference<String> missed = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(2);
        Thread[] readers = new Thread[2];
        for (int t = 0; t < readers.length; t++) {
            readers[t] = new Thread(() -> {
                started.countDown();
                for (int round = 0; round < 2000; round++) {
                    for (int i = 0; i < 200; i += 7) {
                        if (table.find("lib/many/Class" + i) == null) {
                            missed.set("lib/many/Class" + i);
                        }
                    }
                }
            });
            readers[t].start();
        }
        started.await();
        for (int i = 0; i < 512; i++) {
            assertThat(table.learn("app/Learned" + i, "family")).isTrue();
        }
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(missed.get()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "call, ()V, call, ()V, true",
        "call, ()V, call, ()I, false",
        "call, ()V, calls, ()V, false",
        "call, *, call, (IJ)V, true",
        "call, (I*, call, (IJ)V, true",
        "call, (I*, call, (I)V, true",
        "call, (I*, call, (J)V, false",
        "call, ()*, call, ()Ljava/lang/Object;, true",
    })
    void a_method_matches_by_name_and_descriptor(
            String name, String pattern, String method, String descriptor, boolean matches) throws IOException {
        Sites sites = new Sites();
        sites.type("lib.Type").site(Shape.AROUND, name, pattern, Site.NONE, Site.NONE, OneHook.class);
        Site site = new SiteTable(sites.encode()).sites[0];

        assertThat(site.matches(method, descriptor)).isEqualTo(matches);
        assertThat(site).hasToString(": " + name + pattern);
    }
}
