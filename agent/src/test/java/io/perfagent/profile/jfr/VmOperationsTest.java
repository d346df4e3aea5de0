package io.perfagent.profile.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmOperationsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "G1CollectForAllocation",
                "G1PauseRemark",
                "CGC_Operation",
                "GenCollectForAllocation",
                "SerialCollectForAllocation",
                "ParallelGCFailedAllocation",
                "CollectForMetadataAllocation",
                "ShenandoahInitMark",
                "ZMarkEndYoung",
                "XRelocateStart"
            })
    void what_a_collector_stops_all_threads_for_is_told_as_its_pause(String name) {
        assertThat(VmOperations.isCollection(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RedefineClasses",
                "ThreadDump",
                "FindDeadlocks",
                "Cleanup",
                "ICBufferFull",
                "GC_HeapInspection",
                "Exit"
            })
    void other_stops_are_told_as_such(String name) {
        assertThat(VmOperations.isCollection(name)).isFalse();
    }
}
