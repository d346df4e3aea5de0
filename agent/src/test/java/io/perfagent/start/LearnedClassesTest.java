package io.perfagent.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.SiteTable;
import io.perfagent.weave.Sites;
import io.perfagent.weave.cache.WeaveCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LearnedClassesTest {
    private static final String TARGET = "drivers";
    private static final String NAME = LearnedClassesTest.class.getName().replace('.', '/');

    private final WeaveCache cache = new WeaveCache(null, 1);
    private SiteTable table;

    public static final class AnyHook extends Hook {}

    private static class Base {}

    private static class Driver extends Base {}

    private static final class Lines extends java.io.BufferedReader {
        Lines() {
            super(java.io.Reader.nullReader());
        }
    }

    @BeforeEach
    void table() throws IOException {
        table = freshTable();
    }

    private static SiteTable freshTable() throws IOException {
        Sites sites = new Sites();
        sites.group(TARGET, "lib.Known").site(Shape.AROUND, "m", "()V", Site.NONE, Site.NONE, AnyHook.class);
        sites.group("others", "lib.Other").site(Shape.AROUND, "m", "()V", Site.NONE, Site.NONE, AnyHook.class);
        return new SiteTable(sites.encode());
    }

    private static boolean isIn(SiteTable table, String name, String target) {
        SiteTable.Slot slot = table.find(name);
        return slot != null && slot.isIn(target);
    }

    @Test
    void a_class_is_learned_with_its_super_classes_once() {
        LearnedClasses learned = new LearnedClasses(table, cache);

        assertThat(learned.learn(Driver.class, TARGET)).isTrue();
        assertThat(learned.learn(Driver.class, TARGET)).isFalse();
        assertThat(isIn(table, NAME + "$Driver", TARGET)).isTrue();
        assertThat(isIn(table, NAME + "$Base", TARGET)).isTrue();
        assertThat(learned.learn(Driver.class, "others")).isTrue();
        assertThat(learned.learn(Driver.class, "no such target")).isFalse();
    }

    @Test
    void classes_of_the_jdk_are_not_learned() {
        LearnedClasses learned = new LearnedClasses(table, cache);

        assertThat(learned.learn(String.class, TARGET)).isFalse();
        assertThat(learned.learn(Lines.class, TARGET)).isTrue();
        assertThat(isIn(table, NAME + "$Lines", TARGET)).isTrue();
        assertThat(table.find("java/io/BufferedReader")).isNull();
        Runnable hidden = () -> {};
        assertThat(learned.learn(hidden.getClass(), TARGET)).isFalse();
    }

    @Test
    void the_next_start_knows_what_this_one_has_learned() throws IOException {
        LearnedClasses learned = new LearnedClasses(table, cache);
        learned.learn(Driver.class, TARGET);
        assertThat(cache.notes()).isNull();
        learned.store();

        SiteTable next = freshTable();
        LearnedClasses again = new LearnedClasses(next, cache);

        assertThat(isIn(next, NAME + "$Driver", TARGET)).isTrue();
        assertThat(again.learn(Driver.class, TARGET)).isFalse();
        again.learn(Lines.class, TARGET);
        again.store();
        SiteTable third = freshTable();
        new LearnedClasses(third, cache);
        assertThat(isIn(third, NAME + "$Driver", TARGET)).isTrue();
        assertThat(isIn(third, NAME + "$Lines", TARGET)).isTrue();
    }

    @Test
    void notes_that_are_damaged_teach_what_can_be_read() {
        for (String notes :
                new String[] {"", "\n", "no target\n", "a/B " + TARGET, "x", " ", "a/B " + TARGET + "\nrest"}) {
            cache.setNotes(notes.getBytes(StandardCharsets.UTF_8));
            new LearnedClasses(table, cache);
        }
        assertThat(isIn(table, "a/B", TARGET)).isTrue();
        assertThat(table.classNames()).containsExactlyInAnyOrder("lib/Known", "lib/Other", "a/B");
    }
}
