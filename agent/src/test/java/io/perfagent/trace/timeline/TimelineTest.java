package io.perfagent.trace.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private record Told(long threadId, long nanos, long spanId) {}

    private final Timeline timeline = new Timeline(1024);
    private final Timeline.Reader reader = timeline.reader();

    @Test
    void a_thread_is_in_what_it_went_on_with_last() {
        timeline.goesOn(1, 100, 7);
        timeline.goesOn(1, 200, 8);
        timeline.ends(1, 300, 7, 8, 7, 0, 0, "inner");
        timeline.ends(1, 400, 0, 7, 0, 11, 12, "outer");

        long[][] expected = {{99, Timeline.Reader.UNKNOWN}, {100, 7}, {199, 7}, {200, 8}, {299, 8}, {300, 7}, {399, 7}};
        for (long[] row : expected) {
            int answer = reader.at(1, row[0]);
            assertThat(answer == Timeline.Reader.FOUND ? reader.spanId : answer)
                    .describedAs("at %d", row[0])
                    .isEqualTo(row[1]);
        }
        assertThat(reader.at(1, 400)).isEqualTo(Timeline.Reader.NONE);
        assertThat(reader.at(2, 250)).isEqualTo(Timeline.Reader.UNKNOWN);
        assertThat(reader.ended(1, 8)).isTrue();
        assertThat(reader.key).isEqualTo("inner");
        assertThat(reader.parentSpanId).isEqualTo(7);
        assertThat(reader.ended(2, 7)).describedAs("looked for on every thread").isTrue();
        assertThat(reader.traceIdLo).isEqualTo(12);
        assertThat(reader.ended(1, 9)).isFalse();
        assertThat(reader.begun(8)).isTrue();
        assertThat(reader.begun(9)).isFalse();
    }

    @Test
    void what_a_resting_thread_was_in_last_is_kept_in_mind_while_others_go_on() {
        Timeline small = new Timeline(64); // four moments in each stripe
        Timeline.Reader looking = small.reader();
        small.goesOn(2, 100, 7);
        for (int i = 1; i <= 10; i++) {
            small.goesOn(18, 100 + i, i); // in the same stripe
            assertThat(looking.at(2, 100 + i)).isEqualTo(Timeline.Reader.FOUND);
            assertThat(looking.spanId).isEqualTo(7);
            assertThat(looking.at(34, 100 + i)).as("one that was never in any").isEqualTo(Timeline.Reader.UNKNOWN);
        }
        assertThat(looking.at(2, 99)).as("before all that is known").isEqualTo(Timeline.Reader.UNKNOWN);

        small.goesOn(2, 200, 0);
        assertThat(looking.at(2, 150)).as("before the last").isEqualTo(Timeline.Reader.FOUND);
        assertThat(looking.at(2, 200)).isEqualTo(Timeline.Reader.NONE);

        for (int i = 1; i <= 10; i++) {
            small.goesOn(18, 200 + i, i);
        }
        assertThat(looking.at(2, 220))
                .as("too many to know what was among them")
                .isEqualTo(Timeline.Reader.UNKNOWN);
        small.goesOn(34, 230, 9);
        assertThat(looking.at(34, 231)).as("no longer").isEqualTo(Timeline.Reader.FOUND);
    }

    @Test
    void the_oldest_moments_make_room_and_the_rest_stays_right() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Told next = new Told(random.nextInt(40), i, random.nextInt(5));
            told.add(next);
            timeline.goesOn(next.threadId, next.nanos, next.spanId);
        }
        int known = 0;
        for (int i = 0; i < 2_000; i++) {
            long thread = random.nextInt(40);
            long nanos = 20_000 - random.nextInt(3_000);
            int answer = reader.at(thread, nanos);
            if (answer != Timeline.Reader.UNKNOWN) {
                known++;
                Told right = null;
                for (Told one : told) {
                    right = one.threadId == thread && one.nanos <= nanos ? one : right;
                }
                assertThat(answer == Timeline.Reader.NONE ? 0 : reader.spanId)
                        .describedAs("seed %d, thread %d at %d", seed, thread, nanos)
                        .isEqualTo(right == null ? -1 : right.spanId);
            }
        }
        assertThat(known).isGreaterThan(100);
        assertThat(timeline.lost()).isZero();
    }

    @Test
    void what_several_threads_write_at_once_is_read_whole_or_not_at_all() throws InterruptedException {
        Timeline small = new Timeline(32);
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<String> torn = new AtomicReference<>();
        CountDownLatch read = new CountDownLatch(200_000);
        List<Thread> writers = new ArrayList<>();
        for (int w = 1; w <= 3; w++) {
            long thread = 16L * w; // all in one stripe
            Thread writer = new Thread(() -> {
                for (long i = 1; !over.get(); i++) {
                    small.ends(thread, i, i, i, i, thread, i, Long.toString(i));
                }
            });
            writer.start();
            writers.add(writer);
        }
        Timeline.Reader own = small.reader();
        while (read.getCount() > 0 && torn.get() == null) {
            read.countDown();
            if (own.at(32, Long.MAX_VALUE / 2) == Timeline.Reader.FOUND) {
                long span = own.spanId;
                if (own.ended(32, span)
                        && (own.parentSpanId != span || !Long.toString(span).equals(own.key))) {
                    torn.set(span + " has " + own.parentSpanId + " and " + own.key);
                }
            }
        }
        over.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(torn.get()).isNull();
    }
}
