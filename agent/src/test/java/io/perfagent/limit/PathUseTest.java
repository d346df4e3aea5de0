package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.PathPatterns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathUseTest {
    private final PathUse paths = new PathUse();

    @ParameterizedTest
    @CsvSource({
        "/items/1, /items/22, true",
        "/items/1, /items/x, false",
        "/a/1/b/2, /a/99/b/0, true",
        "/a;v=1, /a, true",
        "/a?q=1, /a, true",
        "/a, /b, false",
        "/1, /11, true",
        "/items/0f8fad5b-d9cb-469f-a165-70867728950e, /items/7c9e6679-7425-40de-944b-e07fc1f90ae7, true",
        "/items/5f43b1a0c2/lines, /items/9a8b7c6d5e/lines, true",
        "/items/5f43b1a0c2/lines, /items/9a8b7c6d5e, false",
        "/api/v1/items, /api/v2/items, true",
        "/api/v1/items, /api/v1/sales, false",
        "/items/deadbeef1?q, /items/12345678, true",
        "/posts/first, /posts/second, false"
    })
    void paths_that_differ_in_numbers_are_of_one_kind(String one, String other, boolean same) {
        assertThat(PathUse.kind(one) == PathUse.kind(other)).isEqualTo(same);
    }

    @Test
    void what_requests_have_used_is_what_the_next_will_use() {
        long db = PathUse.kind("/db/1");
        long plain = PathUse.kind("/plain");
        assertThat(paths.uses(db)).describedAs("not known").isZero();
        paths.ended(db, 1000, 0b101);
        paths.ended(plain, 1000, 0);
        assertThat(paths.uses(db)).isEqualTo(0b101);
        assertThat(paths.uses(plain)).isZero();
    }

    @Test
    void what_one_in_a_hundred_uses_is_not_limited_by_it() {
        long kind = PathUse.kind("/seldom");
        for (int i = 0; i < 400; i++) {
            paths.ended(kind, 1000, i % 100 == 0 ? 1 : 0);
        }
        assertThat(paths.uses(kind)).isZero();
        for (int i = 0; i < 40; i++) {
            paths.ended(kind, 1000, 1);
        }
        assertThat(paths.uses(kind)).isEqualTo(1);
    }

    @Test
    void ever_new_paths_fill_the_table_and_nothing_else() {
        long known = PathUse.kind("/known");
        for (int i = 0; i < 1000; i++) {
            paths.ended(known, 1000, 1);
        }
        for (int i = 0; i < 100_000; i++) {
            paths.ended(
                    PathUse.kind("/p/" + Integer.toString(i, 36).replaceAll("[0-9]", "z") + i % 7 + "x"
                            + "y".repeat(i % 50)),
                    1000,
                    1);
        }
        assertThat(paths.uses(known)).isEqualTo(1);
        long late = PathUse.kind("/comes/late/and/stays");
        for (int i = 0; i < 100; i++) {
            paths.ended(late, 1000, 0b10);
        }
        assertThat(paths.uses(late))
                .as("what comes often is learned all the same")
                .isEqualTo(0b10);
    }

    @Test
    void patterns() {
        PathPatterns patterns = new PathPatterns(List.of("/health", "/actuator/*"));
        assertThat(patterns.matches("/health")).isTrue();
        assertThat(patterns.matches("/healthy")).isFalse();
        assertThat(patterns.matches("/actuator/x")).isTrue();
        assertThat(patterns.matches("/")).isFalse();
        assertThat(new PathPatterns(List.of()).matches("/health")).isFalse();
    }
}
