package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every executor must do: a task belongs to the request that handed it over. */
abstract class ExecutorKit extends LibraryKit {
    ExecutorKit(Jdk jdk) {
        super(jdk);
    }

    /** Cases of the fixture's {@code /executor/} that hand one query to this executor. */
    abstract Stream<String> handOver();

    @TestFactory
    Stream<DynamicTest> aTaskBelongsToTheRequestThatHandedItOver() {
        return handOver()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Trace trace = app().call("/executor/" + name);

                    assertThat(trace.children(trace.server()))
                            .describedAs("%s", trace.spans())
                            .isNotEmpty()
                            .allSatisfy(span -> assertThat(span.name()).isEqualTo("SELECT item"));
                }));
    }
}
