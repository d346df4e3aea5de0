package io.perfagent.profile.async;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OtherProfilersTest {
    private static final String OURS = "/data/native/libasyncProfiler-4.5-linux-x64-0123456789abcdef.so";

    private static String line(String file) {
        return "7f00-7f01 r-xp 00000000 08:01 42  " + file + "\n";
    }

    @Test
    void the_library_of_another_is_found_and_our_own_is_not() {
        String harmless = line("/usr/lib/libc.so.6") + "7f02-7f03 rw-p 00000000 00:00 0\n" + line(OURS);

        assertThat(OtherProfilers.library(harmless, OURS)).isNull();
        assertThat(OtherProfilers.library(harmless, null)).isEqualTo(OURS);
        for (String other : new String[] {
            "/tmp/libasyncProfiler-12345.so (deleted)",
            "/tmp/dd/libjavaProfiler7.so",
            "/tmp/pyroscope/libpyroscopeAsyncProfiler.so"
        }) {
            assertThat(OtherProfilers.library(harmless + line(other), OURS)).isEqualTo(other);
        }
    }

    @Test
    void our_own_is_known_whatever_letters_its_path_has_and_when_its_file_is_gone() {
        String name = OURS.substring(OURS.lastIndexOf('/'));
        String utf8 = "/home/j\u00fcrgen/native" + name;
        String asRead = "/home/j\u00c3\u00bcrgen/native" + name; // its UTF-8, read as ISO 8859-1

        assertThat(OtherProfilers.library(line(asRead), utf8)).isNull();
        assertThat(OtherProfilers.library(line(OURS + " (deleted)"), OURS)).isNull();
    }

    @Test
    void its_class_is_found_by_its_name_unless_it_is_ours() {
        Class<?>[] loaded = {String.class, one.profiler.AsyncProfiler.class};
        ClassLoader here = one.profiler.AsyncProfiler.class.getClassLoader();

        assertThat(OtherProfilers.type(loaded, here)).isNull();
        assertThat(OtherProfilers.type(loaded, ClassLoader.getPlatformClassLoader()))
                .isEqualTo("one.profiler.AsyncProfiler");
    }
}
