package io.perfagent.it.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedDifferencesTest {
    @Test
    void equalFactsAreFine() {
        assertThat(judge(List.of(), List.of("a", "b"), List.of("a", "b"))).isEmpty();
    }

    @Test
    void aDifferenceEitherWayIsWrong() {
        assertThat(judge(List.of(), List.of("a", "b"), List.of("b", "c"))).containsExactly("- a", "+ c");
    }

    @Test
    void aMissingSpanIsOneDifferenceWithAllThatIsAboutIt() {
        List<String> both = List.of("t/x: SERVER GET", "t/x: SERVER GET | @a=1");
        List<String> theirs = new ArrayList<>(both);
        theirs.addAll(List.of(
                "t/x: SERVER GET > CLIENT A",
                "t/x: SERVER GET > CLIENT A | @k=1",
                "t/x: SERVER GET > CLIENT A > CLIENT B"));
        theirs.addAll(List.of("t/x: SERVER GET /plain", "t/x: SERVER GET | @b=2"));

        assertThat(judge(List.of(), theirs, both))
                .containsExactlyInAnyOrder(
                        "- t/x: SERVER GET > CLIENT A", "- t/x: SERVER GET /plain", "- t/x: SERVER GET | @b=2");
    }

    @Test
    void anAcceptedDifferenceIsFineInItsDirectionOnly() {
        List<String> accepted = List.of("- t/x: SERVER GET @thread.*=* ;; theirs alone", "", "# comment");

        assertThat(judge(
                        accepted,
                        List.of("t/x: SERVER GET @thread.id=1", "t/x: SERVER GET @thread.name=\"n\""),
                        List.of()))
                .isEmpty();
        assertThat(judge(accepted, List.of(), List.of("t/x: SERVER GET @thread.id=1")))
                .containsExactly(
                        "+ t/x: SERVER GET @thread.id=1",
                        "accepted, but no longer so: - t/x: SERVER GET @thread.*=* ;; theirs alone");
    }

    @Test
    void aPatternMatchesWholeFactsAndNothingButTheStarIsSpecial() {
        List<String> accepted = List.of("- GET /items/{id} (a.b) ;; why");

        assertThat(judge(accepted, List.of("GET /items/{id} (a.b)"), List.of())).isEmpty();
        assertThat(judge(accepted, List.of("GET /items/{id} (aXb)"), List.of())).hasSize(2);
        assertThat(judge(accepted, List.of("GET /items/{id} (a.b) more"), List.of()))
                .hasSize(2);
    }

    @Test
    void aDifferenceThatIsGoneMustNotStayListed() {
        assertThat(judge(List.of("- gone ;; once so"), List.of("a"), List.of("a")))
                .containsExactly("accepted, but no longer so: - gone ;; once so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- no reason", "no sign ;; reason", "- a ;; ", "-a ;; reason"})
    void aLineOfAnotherFormIsRefused(String line) {
        assertThatThrownBy(() -> AcceptedDifferences.parse(List.of(line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line);
    }

    private static List<String> judge(List<String> accepted, List<String> theirs, List<String> ours) {
        return AcceptedDifferences.parse(accepted).judge(new TreeSet<>(theirs), new TreeSet<>(ours));
    }
}
