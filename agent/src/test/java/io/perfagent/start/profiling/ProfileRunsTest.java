package io.perfagent.start.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileFormat;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.Refusal;
import io.perfagent.profile.SampleEngine;
import io.perfagent.profile.SampleSink;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileRunsTest {
    private static final ProfileRequest REQUEST =
            ProfileRequest.of(List.of(ProfileEvent.CPU), 600, ProfileFormat.COLLAPSED);

    @TempDir
    Path directory;

    private final ProfileRuns runs = new ProfileRuns();

    /** Gets ready when it is let, and refuses then. */
    private static final class Engine implements SampleEngine {
        final CountDownLatch let = new CountDownLatch(1);

        @Override
        public void prepare() throws Refusal {
            try {
                let.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new Refusal("not here");
        }

        @Override
        public void start(ProfileRequest request, File recording) {}

        @Override
        public void slice(SampleSink sink) {}

        @Override
        public void stop(SampleSink sink) {}

        @Override
        public void copyRecording(File target) {}

        @Override
        public void release() {}

        @Override
        public long recordedBytes() {
            return 0;
        }

        @Override
        public String note() {
            return "";
        }
    }

    private ProfileRun run(int number, Engine engine) {
        File folder = directory.toFile();
        return new ProfileRun(
                number,
                engine,
                REQUEST,
                null,
                new File(folder, "recording"),
                "shop",
                new ProfileRun.IntoFolder(folder, "profile-" + number),
                null);
    }

    private static void end(ProfileRun run, Engine engine) throws InterruptedException {
        engine.let.countDown();
        run.join();
        assertThat(run.outcome()).isEqualTo("not here");
    }

    @Test
    void there_is_one_at_a_time() throws Exception {
        Engine engine = new Engine();
        ProfileRun first = run(1, engine);
        runs.ready();
        runs.begin(first);

        assertThat(runs.running()).isSameAs(first);
        assertThatThrownBy(runs::ready).hasMessageStartingWith("a profile is being taken already, 0 of 600 s");

        end(first, engine);
        runs.ready();
        assertThat(runs.running()).isNull();
    }

    @Test
    void one_whose_thread_does_not_start_is_refused_and_keeps_nobody_from_the_next() throws Exception {
        Engine engine = new Engine();
        ProfileRun spent = run(1, engine);
        spent.start();
        end(spent, engine);

        assertThatThrownBy(() -> runs.begin(spent)) // a thread starts once
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("no thread could be started to take it (java.lang.IllegalThreadState");

        assertThat(runs.all()).isEmpty();
        runs.ready();
        Engine another = new Engine();
        ProfileRun next = run(2, another);
        runs.begin(next);
        end(next, another);
        assertThat(runs.all()).containsExactly(next);
    }

    @Test
    void the_oldest_makes_room() throws Exception {
        ProfileRun forgotten = null;
        for (int number = 1; number <= 9; number++) {
            assertThat(forgotten).isNull();
            Engine engine = new Engine();
            ProfileRun run = run(number, engine);
            forgotten = runs.begin(run);
            end(run, engine);
        }

        assertThat(forgotten).extracting(run -> run.number).isEqualTo(1);
        assertThat(runs.all()).hasSize(8);
    }

    @Test
    void none_is_taken_once_it_is_closed() throws Exception {
        Engine engine = new Engine();
        ProfileRun last = run(1, engine);
        runs.begin(last);

        runs.close();

        end(last, engine);
        assertThatThrownBy(runs::ready).hasMessageStartingWith("no profile is taken any more");
    }
}
