package io.perfagent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileSessionTest {
    private static final File RECORDING = new File("recording");

    /** Ends the session after its last size, or after so many slices. */
    private static final class ScriptedEngine implements SampleEngine {
        final List<String> calls = new ArrayList<>();
        final long[] sizes;
        final SimulatedClock clock = new SimulatedClock();
        int looks;
        int slices = 1;
        long readingNanos;

        @Nullable
        String objection;

        @Nullable
        ProfileSession session;

        @Nullable
        Refusal onStart;

        @Nullable
        IOException onSlice;

        ScriptedEngine(long... sizes) {
            this.sizes = sizes;
        }

        @Override
        public void prepare() {
            calls.add("prepare");
        }

        @Override
        public void start(ProfileRequest request, File recording) throws Refusal {
            calls.add("start");
            if (onStart != null) {
                throw onStart;
            }
            if (slices == 0 && session != null) {
                session.end();
            }
        }

        @Override
        public ProfileRequest refined(ProfileRequest asked) {
            return asked.withInterval(25_000_000);
        }

        @Override
        public @Nullable String objection() {
            return objection;
        }

        @Override
        public void slice(SampleSink sink) throws IOException {
            calls.add("slice");
            clock.sliceNanos.add(clock.nanos);
            clock.nanos += readingNanos;
            if (--slices == 0 && session != null) {
                session.end();
            }
            if (onSlice != null) {
                throw onSlice;
            }
            sink.sample(ProfileEvent.CPU, 1, 0, List.of("a"), 10, 1);
        }

        @Override
        public void stop(SampleSink sink) {
            calls.add("stop");
            sink.sample(ProfileEvent.CPU, 1, 0, List.of("b"), 100, 1);
        }

        @Override
        public void copyRecording(File target) {}

        @Override
        public void release() {}

        @Override
        public long recordedBytes() {
            if (sizes.length == 0) {
                return 0;
            }
            long size = sizes[looks++];
            if (looks == sizes.length && session != null) {
                session.end();
            }
            return size;
        }

        @Override
        public String note() {
            return "noted";
        }
    }

    private static final class SimulatedClock implements ProfileSession.Clock {
        final List<Long> sliceNanos = new ArrayList<>();
        long nanos = 5;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void rest(long rest) {
            nanos += rest;
        }
    }

    private static ProfileSession session(ScriptedEngine engine, ProfileFormat format) {
        ProfileRequest request = ProfileRequest.of(List.of(ProfileEvent.CPU), 600, format);
        ProfileSession session = new ProfileSession(engine, request, null, RECORDING, engine.clock);
        engine.session = session;
        return session;
    }

    @Test
    void samples_are_read_in_slices_and_the_rest_at_the_end() throws Exception {
        ScriptedEngine engine = new ScriptedEngine();
        ProfileSession session = session(engine, ProfileFormat.HTML);

        OperationProfiles profiles = session.run();

        assertThat(engine.calls).containsExactly("prepare", "start", "slice", "stop");
        assertThat(profiles.all(ProfileEvent.CPU).total()).isEqualTo(110);
        assertThat(session.note()).isEqualTo("noted");
        assertThat(session.request().interval(ProfileEvent.CPU))
                .as("as the engine samples")
                .isEqualTo(25_000_000);
    }

    @Test
    void slices_stay_short_however_long_they_take_to_read() throws Exception {
        ScriptedEngine engine = new ScriptedEngine();
        engine.slices = 3;
        engine.readingNanos = 40_000_000;
        session(engine, ProfileFormat.HTML).run();
        assertThat(engine.clock.sliceNanos)
                .as("a fiftieth of the time is for reading")
                .containsExactly(1_000_000_005L, 3_040_000_005L, 5_080_000_005L);

        assertThat(ProfileSession.untilNext(1_000_000)).isEqualTo(1_000_000_000L);
        assertThat(ProfileSession.untilNext(2_000_000_000L)).isEqualTo(3_000_000_000L);
    }

    @Test
    void a_recording_that_has_grown_is_ended_and_begun_anew_at_once() throws Exception {
        ScriptedEngine engine = new ScriptedEngine(0, 65L << 20);

        session(engine, ProfileFormat.HTML).run();

        assertThat(engine.calls).containsExactly("prepare", "start", "stop", "start", "stop");
    }

    @Test
    void a_recording_that_is_wanted_itself_is_not_cut_and_ends_at_its_bound() throws Exception {
        ScriptedEngine engine = new ScriptedEngine(257L << 20);
        ProfileSession session = session(engine, ProfileFormat.JFR);

        session.run();

        assertThat(engine.calls).containsExactly("prepare", "start", "stop");
        assertThat(session.note()).isEqualTo("ended early: the recording has reached 256 MB; noted");
    }

    @Test
    void one_that_cannot_go_on_is_ended_and_what_was_sampled_counts() throws Exception {
        ScriptedEngine engine = new ScriptedEngine();
        engine.slices = 100;
        engine.objection = "the disk is full";
        ProfileSession session = session(engine, ProfileFormat.HTML);

        OperationProfiles profiles = session.run();

        assertThat(engine.calls).containsExactly("prepare", "start", "stop");
        assertThat(engine.clock.nanos).as("within the first second").isEqualTo(1_000_000_005L);
        assertThat(profiles.all(ProfileEvent.CPU).total()).isEqualTo(100);
        assertThat(session.note()).isEqualTo("ended early: the disk is full; noted");
    }

    @Test
    void a_session_that_fails_to_read_is_ended_all_the_same() {
        ScriptedEngine engine = new ScriptedEngine();
        engine.onSlice = new IOException("damaged");

        assertThatThrownBy(() -> session(engine, ProfileFormat.HTML).run()).hasMessage("damaged");
        assertThat(engine.calls).containsExactly("prepare", "start", "slice", "stop");
    }

    @Test
    void one_that_is_refused_is_not_ended() {
        ScriptedEngine engine = new ScriptedEngine();
        engine.onStart = new Refusal("busy");

        assertThatThrownBy(() -> session(engine, ProfileFormat.HTML).run()).hasMessage("busy");
        assertThat(engine.calls).containsExactly("prepare", "start");
    }

    @Test
    void it_can_be_ended_early() throws Exception {
        ScriptedEngine engine = new ScriptedEngine();
        engine.slices = 0;

        session(engine, ProfileFormat.HTML).run();

        assertThat(engine.calls).containsExactly("prepare", "start", "stop");
    }
}
