package io.perfagent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FallbackEngineTest {
    private static final ProfileRequest REQUEST = ProfileRequest.of(List.of(ProfileEvent.CPU), 1, ProfileFormat.HTML);

    private final List<String> done = new ArrayList<>();
    private @Nullable Refusal firstRefuses;
    private @Nullable Refusal secondRefuses;
    private final SampleEngine engine = new FallbackEngine(new Engine("first"), new Engine("second"));

    private final class Engine implements SampleEngine {
        private final String name;

        Engine(String name) {
            this.name = name;
        }

        @Override
        public void prepare() throws Refusal {
            Refusal refusal = name.equals("first") ? firstRefuses : null;
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public void start(ProfileRequest request, File recording) throws Refusal {
            if (name.equals("second") && secondRefuses != null) {
                throw secondRefuses;
            }
            done.add(name + " start");
        }

        @Override
        public ProfileRequest refined(ProfileRequest asked) {
            return name.equals("second") ? asked.withInterval(20_000_000) : asked;
        }

        @Override
        public String objection() {
            return name + " cannot go on";
        }

        @Override
        public void slice(SampleSink sink) {
            done.add(name + " slice");
        }

        @Override
        public void stop(SampleSink sink) {
            done.add(name + " stop");
        }

        @Override
        public void copyRecording(File target) {
            done.add(name + " copy");
        }

        @Override
        public void release() {
            done.add(name + " release");
        }

        @Override
        public long recordedBytes() {
            return name.length();
        }

        @Override
        public String note() {
            return name + " says";
        }
    }

    private void session() throws Refusal, IOException {
        done.clear();
        SampleSink nobody = (event, thread, nanos, frames, value, count) -> {};
        engine.prepare();
        engine.start(REQUEST, new File("x"));
        engine.slice(nobody);
        engine.stop(nobody);
        engine.copyRecording(new File("x"));
        engine.release();
    }

    @Test
    void the_first_is_used_where_it_runs() throws Exception {
        session();

        assertThat(done).containsExactly("first start", "first slice", "first stop", "first copy", "first release");
        assertThat(engine.note()).isEqualTo("first says");
        assertThat(engine.recordedBytes()).isEqualTo(5);
        assertThat(engine.objection()).isEqualTo("first cannot go on");
    }

    @Test
    void the_second_is_used_where_the_platform_has_no_first_and_the_reason_is_told() throws Exception {
        firstRefuses = Refusal.ofPlatform("this is a toaster");
        session();

        assertThat(done)
                .containsExactly("second start", "second slice", "second stop", "second copy", "second release");
        assertThat(engine.note()).isEqualTo("second says, because this is a toaster");
        assertThat(engine.refined(REQUEST).intervalNanos()).isEqualTo(20_000_000);

        firstRefuses = null;
        session();
        assertThat(done).as("the next one may be another").startsWith("first start");
        assertThat(engine.note()).isEqualTo("first says");
    }

    @Test
    void what_somebody_should_look_at_is_no_reason_to_use_another() {
        firstRefuses = new Refusal("its SHA-256 is another");

        assertThatThrownBy(this::session).isSameAs(firstRefuses);
        assertThat(done).isEmpty();
    }

    @Test
    void both_reasons_are_told_where_neither_can() {
        firstRefuses = Refusal.ofPlatform("this is a toaster");
        secondRefuses = new Refusal("there is no such event");

        assertThatThrownBy(this::session).hasMessage("this is a toaster; and there is no such event");
    }
}
