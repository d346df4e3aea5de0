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

    /** Ends the session at the first look at its size, so that no test waits for the clock. */
    private static final class ScriptedEngine implements SampleEngine {
        final List<String> calls = new ArrayList<>();
        final long[] sizes;
        int looks;

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
            if (sizes.length == 0 && session != null) {
                session.end();
            }
        }

        @Override
        public void slice(SampleSink sink) throws IOException {
            calls.add("slice");
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

    private static ProfileSession session(ScriptedEngine engine, ProfileFormat format) {
        ProfileRequest request = ProfileRequest.of(List.of(ProfileEvent.CPU), 600, format);
        ProfileSession session = new ProfileSession(engine, request, null, RECORDING);
        engine.session = session;
        return session;
    }

    @Test
    void samples_are_read_in_slices_and_the_rest_at_the_end() throws Exception {
        ScriptedEngine engine = new ScriptedEngine(0);
        ProfileSession session = session(engine, ProfileFormat.HTML);

        OperationProfiles profiles = session.run();

        assertThat(engine.calls).containsExactly("prepare", "start", "slice", "stop");
        assertThat(profiles.all(ProfileEvent.CPU).total()).isEqualTo(110);
        assertThat(session.note()).isEqualTo("noted");
    }

    @Test
    void a_recording_that_has_grown_is_ended_and_begun_anew() throws Exception {
        ScriptedEngine engine = new ScriptedEngine(65L << 20);

        session(engine, ProfileFormat.HTML).run();

        assertThat(engine.calls).containsExactly("prepare", "start", "stop", "start", "stop");
    }

    @Test
    void a_recording_that_is_wanted_itself_is_not_cut_and_ends_at_its_bound() throws Exception {
        ScriptedEngine engine = new ScriptedEngine(257L << 20);
        ProfileSession session = session(engine, ProfileFormat.JFR);

        session.run();

        assertThat(engine.calls).containsExactly("prepare", "start", "stop");
        assertThat(session.note()).isEqualTo("ended early: the recording has reached 256 MB");
    }

    @Test
    void a_session_that_fails_to_read_is_ended_all_the_same() {
        ScriptedEngine engine = new ScriptedEngine(0);
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

        session(engine, ProfileFormat.HTML).run();

        assertThat(engine.calls).containsExactly("prepare", "start", "stop");
    }
}
