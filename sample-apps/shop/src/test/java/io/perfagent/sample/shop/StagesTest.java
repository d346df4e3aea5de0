package io.perfagent.sample.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StagesTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Stages stages = new Stages(new PrintStream(printed, true, UTF_8));
    private final List<String> closed = new ArrayList<>();

    private record Stage(String name, List<String> closed) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            closed.add(name);
            if (name.equals("broken")) {
                throw new IOException("no");
            }
        }

        @Override
        public String toString() {
            return name + " on port 7";
        }
    }

    @Test
    void eachStagePrintsOneLine() throws Exception {
        stages.open("redis", () -> new Stage("Redis", closed));
        assertThat(printed.toString(UTF_8)).matches(" *\\d+\\.\\d\\d s  redis     Redis on port 7\\R");
    }

    @Test
    void closesInTheOppositeOrderAndOnlyOnceAndInSpiteOfFailures() throws Exception {
        for (String name : new String[] {"first", "broken", "last"}) {
            stages.open(name, () -> new Stage(name, closed));
        }
        stages.close();
        stages.close();
        assertThat(closed).containsExactly("last", "broken", "first");
        assertThat(printed.toString(UTF_8)).contains("could not close broken on port 7");
    }

    @Test
    void nothingIsOpenedAfterClosing() {
        stages.close();
        assertThatThrownBy(() -> stages.open("late", () -> new Stage("late", closed)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(printed.toString(UTF_8)).isEmpty();
    }

    @Test
    void closingWaitsForTheStageThatIsBeingOpened() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            try {
                opening.await();
                stages.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        closer.start();
        stages.open("slow", () -> {
            opening.countDown();
            // The closer has been let go; give it the chance to be too early.
            while (closer.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            return new Stage("slow", closed);
        });
        closer.join();
        assertThat(closed).containsExactly("slow");
    }
}
