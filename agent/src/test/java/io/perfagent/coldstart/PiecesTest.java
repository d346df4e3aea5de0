package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PiecesTest {
    @Test
    void what_lies_within_another_of_its_thread_is_its_child() {
        Pieces pieces = new Starts()
                .bean("outer", 0, 100)
                .bean("first", 10, 30)
                .bean("inner", 15, 20)
                .bean("second", 40, 90)
                .pieces(1000);

        assertThat(Starts.named(pieces, "inner").parent).isSameAs(Starts.named(pieces, "first"));
        assertThat(Starts.named(pieces, "outer").children)
                .containsExactly(Starts.named(pieces, "first"), Starts.named(pieces, "second"));
        assertThat(Starts.millis(Starts.named(pieces, "outer").selfNanos)).isEqualTo(30);
        assertThat(Starts.millis(Starts.named(pieces, "first").selfNanos)).isEqualTo(15);
    }

    @Test
    void threads_do_not_nest_in_each_other() {
        Pieces pieces = new Starts()
                .bean("outer", 0, 100)
                .piece(Kind.BEAN, "elsewhere", 2, 10, 20)
                .pieces(1000);

        assertThat(Starts.named(pieces, "elsewhere").parent).isNull();
        assertThat(Starts.millis(Starts.named(pieces, "outer").selfNanos)).isEqualTo(100);
    }

    @Test
    void a_piece_is_cut_where_the_start_ends_and_left_out_if_it_begins_later() {
        StartRecord underWay = new StartRecord(Kind.TASK, "under way", 0, 2, "t", 10_000_000);
        StartRecord later = new StartRecord(Kind.TASK, "later", 0, 2, "t", 60_000_000);

        Pieces pieces = Pieces.of(new StartRecord[] {underWay, later}, 50_000_000);

        assertThat(pieces.all).singleElement().satisfies(piece -> {
            assertThat(piece.name).isEqualTo("under way");
            assertThat(Starts.millis(piece.totalNanos())).isEqualTo(40);
        });
    }

    @Test
    void a_constructor_that_threw_has_ended_when_its_caller_has() {
        StartRecord run = new StartRecord(Kind.BEAN, "run", 0, 1, "main", 0);
        run.endNanos = 90_000_000;
        StartRecord failed = new StartRecord(Kind.POOL, "failed", 0, 1, "main", 10_000_000);
        StartRecord after = new StartRecord(Kind.BEAN, "after", 0, 1, "main", 30_000_000);
        after.endNanos = 80_000_000;
        StartRecord elsewhere = new StartRecord(Kind.BEAN, "elsewhere", 0, 2, "t", 20_000_000);

        Pieces pieces = Pieces.of(new StartRecord[] {run, failed, after, elsewhere}, 100_000_000);

        assertThat(pieces.all).extracting(piece -> piece.name).containsExactly("run", "elsewhere", "after");
        assertThat(Starts.millis(Starts.named(pieces, "run").selfNanos)).isEqualTo(40);
        assertThat(Starts.millis(Starts.named(pieces, "elsewhere").totalNanos()))
                .isEqualTo(80);
    }

    @Test
    void self_times_of_random_nests_add_up_to_what_their_outermost_took() {
        long seed = System.nanoTime();
        System.out.println("PiecesTest seed " + seed);
        Random random = new Random(seed);
        Starts starts = new Starts();
        nest(starts, random, 0, 10_000, 0);

        Pieces pieces = starts.pieces(20_000);

        long self = pieces.all.stream().mapToLong(piece -> piece.selfNanos).sum();
        long outermost = pieces.all.stream()
                .filter(piece -> piece.parent == null)
                .mapToLong(Piece::totalNanos)
                .sum();
        assertThat(self).isEqualTo(outermost);
        assertThat(pieces.all).allSatisfy(piece -> assertThat(piece.selfNanos).isNotNegative());
    }

    private static void nest(Starts starts, Random random, long from, long to, int depth) {
        long cursor = from;
        while (cursor < to - 2 && depth < 6) {
            long begin = cursor + random.nextInt((int) Math.min(50, to - cursor));
            long end = Math.min(to, begin + 1 + random.nextInt((int) Math.max(1, (to - from) / 2)));
            if (begin < end) {
                starts.bean("d" + depth + "@" + begin, begin, end);
                nest(starts, random, begin, end, depth + 1);
            }
            cursor = end + 1;
        }
    }
}
