package io.perfagent.coldstart.preload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreloaderTest {
    private static boolean initialised;

    static class Eager {
        static {
            initialised = true;
        }
    }

    private static final class Watched extends ClassLoader {
        final List<String> asked = new ArrayList<>();

        Watched() {
            super(PreloaderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            if (name.startsWith("broken")) {
                throw new IllegalStateException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    @Test
    void classes_are_loaded_in_order_and_none_is_initialised() {
        Watched loader = new Watched();
        List<String> names =
                List.of(PreloaderTest.class.getName() + "$Eager", "no.Such", "broken.One", "java.util.List");
        Preloader preloader = new Preloader(names, loader);

        preloader.run(() -> false);

        assertThat(loader.asked).containsExactlyElementsOf(names);
        assertThat(preloader.loaded()).isEqualTo(2);
        assertThat(preloader.missing()).isEqualTo(2);
        assertThat(initialised).isFalse();
    }

    @Test
    void it_ends_when_it_is_over() {
        Watched loader = new Watched();
        Preloader preloader = new Preloader(List.of("java.util.List", "java.util.Map", "java.util.Set"), loader);

        preloader.run(() -> loader.asked.size() == 2);

        assertThat(loader.asked).hasSize(2);
    }

    @Test
    void a_list_of_another_application_is_given_up() {
        Watched loader = new Watched();
        Preloader preloader = new Preloader(Collections.nCopies(1000, "no.Such"), loader);

        preloader.run(() -> false);

        assertThat(loader.asked).hasSize(101);
    }
}
