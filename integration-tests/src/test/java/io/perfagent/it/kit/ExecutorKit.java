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

    /** Where the fixture runs this executor's cases. */
    String path() {
        return "/executor/";
    }

    /** Cases that hand one query or several to this executor. */
    abstract Stream<String> handOver();

    /** How many queries a case makes. */
    int queries(String name) {
        return name.equals("invoke-all") ? 2 : 1;
    }

    /** Cases of which the queries belong to nobody. */
    Stream<String> belongToNobody() {
        return Stream.empty();
    }

    @TestFactory
    Stream<DynamicTest> someTasksBelongToNobody() {
        return belongToNobody()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Trace trace = app().call(path() + name);

                    assertThat(trace.status()).isEqualTo(200);
                    assertThat(trace.children(trace.server())).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aTaskBelongsToTheRequestThatHandedItOver() {
        return handOver()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Trace trace = app().call(path() + name);

                    assertThat(trace.status()).isEqualTo(200);
                    assertThat(trace.children(trace.server()))
                            .describedAs("%s", trace.spans())
                            .hasSize(queries(name))
                            .allSatisfy(span -> assertThat(span.name()).isEqualTo("SELECT item"));
                }));
    }
}
