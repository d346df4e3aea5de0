package io.perfagent.coldstart.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartRecorderTest {
    private final StartRecorder recorder = StartRecorder.SHARED;

    @BeforeEach
    void open() {
        recorder.open();
    }

    @AfterEach
    void forget() {
        recorder.forget();
    }

    @Test
    void a_piece_can_be_added_when_it_is_over() {
        StartRecord piece = recorder.add(Kind.TASK, "work", 7, 123);

        assertThat(piece).isNotNull();
        assertThat(piece.startNanos).isEqualTo(123);
        assertThat(piece.subject).isEqualTo(7);
        assertThat(recorder.records()).containsExactly(piece);
    }

    @Test
    void every_kind_has_a_name() {
        assertThat(Kind.name(Kind.RELEASE)).isEqualTo("release");
        assertThat(Kind.count()).isEqualTo(Kind.RELEASE + 1);
    }

    /** As in Spring Boot with a server of its own, whose server is ready before its beans are. */
    @Test
    void the_framework_around_a_server_has_the_last_word() {
        StartingHook framework = new StartingHook(StartingHook.signals("run"));
        StartingHook server = new StartingHook(StartingHook.readyAtReturn("start", "Tomcat"));

        Object run = framework.enter(this, null, null);
        Object start = server.enter(this, null, null);
        assertThat(recorder.readySignal()).isNull();
        server.exit(this, start, null, null);
        assertThat(recorder.readySignal()).as("not the last word").isNull();

        long beforeNanos = System.nanoTime();
        assertThat(new ReadyHook("Spring Boot").enter(this, null, null)).isNull();
        assertThat(recorder.readySignal()).as("while it still tells others").isEqualTo("Spring Boot");
        framework.exit(this, run, null, null);

        assertThat(recorder.readySignal()).isEqualTo("Spring Boot");
        assertThat(recorder.readyNanos()).isBetween(beforeNanos, System.nanoTime());
        assertThat(recorder.records()).extracting(piece -> piece.name).containsExactly("run", "start");
        assertThat(recorder.records()).allMatch(piece -> piece.kind == Kind.PHASE && piece.endNanos != 0);
    }

    /** As with an application that a server has deployed. */
    @Test
    void the_server_around_a_framework_has_the_last_word() {
        StartingHook framework = new StartingHook(StartingHook.signals("run"));
        StartingHook server = new StartingHook(StartingHook.readyAtReturn("start", "Tomcat"));

        Object start = server.enter(this, null, null);
        Object run = framework.enter(this, null, null);
        new ReadyHook("Spring Boot").enter(this, null, null);
        framework.exit(this, run, null, null);
        assertThat(recorder.readySignal()).isNull();
        server.exit(this, start, null, null);

        assertThat(recorder.readySignal()).isEqualTo("Tomcat");
    }

    @Test
    void what_was_ready_within_a_start_that_fails_is_ready() {
        StartingHook server = new StartingHook(StartingHook.readyAtReturn("start", "Tomcat"));
        StartingHook around = new StartingHook(StartingHook.readyAtReturn("run", "Micronaut"));

        Object run = around.enter(this, null, null);
        server.exit(this, server.enter(this, null, null), null, null);
        around.exit(this, run, null, new IllegalStateException("planned"));

        assertThat(recorder.readySignal()).isEqualTo("Tomcat");
    }

    /** As with Micronaut on a servlet server: the call that starts it returns when it ends. */
    @Test
    void who_stays_in_the_call_that_starts_it_is_ready_when_its_server_is() {
        StartingHook application = new StartingHook(StartingHook.readyAtReturn("Micronaut.start", "Micronaut"));
        StartingHook server = new StartingHook(StartingHook.readyWithin("Server.start", "Micronaut"));
        StartingHook container = new StartingHook(StartingHook.readyAtReturn("start", "Tomcat"));

        Object run = application.enter(this, null, null);
        Object start = server.enter(this, null, null);
        container.exit(this, container.enter(this, null, null), null, null);
        assertThat(recorder.readySignal()).isNull();
        assertThat(recorder.isStarting()).isTrue();
        server.exit(this, start, null, null);

        assertThat(recorder.readySignal()).isEqualTo("Micronaut");
        assertThat(recorder.isStarting()).isFalse();
        long readyNanos = recorder.readyNanos();
        application.exit(this, run, null, null);
        assertThat(recorder.readyNanos()).isEqualTo(readyNanos);
        assertThat(recorder.records())
                .extracting(piece -> piece.name)
                .containsExactly("Micronaut.start", "Server.start", "start");
    }

    @Test
    void a_server_that_fails_within_its_application_is_not_ready() {
        StartingHook application = new StartingHook(StartingHook.readyAtReturn("Micronaut.start", "Micronaut"));
        StartingHook server = new StartingHook(StartingHook.readyWithin("Server.start", "Micronaut"));

        Object run = application.enter(this, null, null);
        server.exit(this, server.enter(this, null, null), null, new IllegalStateException("planned"));
        application.exit(this, run, null, new IllegalStateException("planned"));

        assertThat(recorder.readySignal()).isNull();
        assertThat(recorder.isStarting()).isFalse();
    }

    @Test
    void a_server_that_starts_later_says_nothing_of_the_application() {
        StartingHook server = new StartingHook(StartingHook.readyAtReturn("start", "Tomcat"));
        server.exit(this, server.enter(this, null, null), null, null);
        long readyNanos = recorder.readyNanos();

        StartingHook other = new StartingHook(StartingHook.readyAtReturn("start", "Jetty"));
        other.exit(this, other.enter(this, null, null), null, null);

        assertThat(recorder.readySignal()).isEqualTo("Tomcat");
        assertThat(recorder.readyNanos()).isEqualTo(readyNanos);
    }

    @Test
    void a_start_that_fails_is_over_and_not_ready() {
        StartingHook server = new StartingHook(StartingHook.readyAtReturn("start", "Tomcat"));

        Object start = server.enter(this, null, null);
        server.exit(this, start, null, new IllegalStateException("planned"));

        assertThat(recorder.readySignal()).isNull();
        assertThat(recorder.records()[0].failed).isTrue();
    }

    @Test
    void the_signal_comes_through_when_there_is_no_room_for_pieces() {
        for (int i = 0; i < StartRecorder.MAX_RECORDS; i++) {
            recorder.begin(Kind.BEAN, "bean");
        }
        StartingHook server = new StartingHook(StartingHook.readyAtReturn("start", "Tomcat"));

        Object start = server.enter(this, null, null);
        assertThat(start).isNotNull();
        server.exit(this, start, null, null);

        assertThat(recorder.readySignal()).isEqualTo("Tomcat");
        assertThat(recorder.dropped()).isEqualTo(1);
    }

    @Test
    void threads_that_wait_for_one_another_leave_room_for_beans() {
        for (int i = 0; i < StartRecorder.MAX_RECORDS; i++) {
            recorder.begin(Kind.WAIT, "ReentrantLock", 1);
        }
        int dropped = recorder.dropped();

        assertThat(dropped).isBetween(1, StartRecorder.MAX_RECORDS - 1);
        assertThat(recorder.begin(Kind.RELEASE, "CountDownLatch", 1)).isNull();
        assertThat(recorder.begin(Kind.BEAN, "dataSource")).isNotNull();
        assertThat(recorder.dropped()).isEqualTo(dropped + 1);
    }

    @Test
    void after_the_start_nothing_is_said() {
        recorder.close();

        assertThat(new StartingHook(StartingHook.signals("run")).enter(this, null, null))
                .isNull();
        new ReadyHook("Spring Boot").enter(this, null, null);

        assertThat(recorder.readySignal()).isNull();
        assertThat(recorder.records()).isEmpty();
    }
}
