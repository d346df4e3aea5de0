package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AllocationMeterTest {
    @Test
    void whatCollectionsFreeInEdenIsSummed() {
        String log = """
                [1.6s][info][gc,heap] GC(5) DefNew: 80040K(88512K)->1326K(88512K) Eden: 78720K(78720K)->0K(78720K) \
                From: 1320K(9792K)->1326K(9792K)
                [1.6s][info][gc,heap] GC(5) Tenured: 8289K(98304K)->8289K(98304K)
                [2.6s][info][gc,heap] GC(6) DefNew: 80040K(88512K)->1326K(88512K) Eden: 40K(78720K)->8K(78720K) \
                From: 1320K(9792K)->1326K(9792K)
                """;
        assertThat(AllocationMeter.freedBytes(log)).isEqualTo((78_720 + 32) * 1024L);
        assertThat(AllocationMeter.freedBytes("")).isZero();
    }

    @Test
    void edenIsReadFromTheWordingOfEachJdk() {
        String jdk17 = "0\n def new generation   total 88512K, used 17319K [0x00000000f4000000, 0x00000000fa000000,"
                + " 0x00000000fa000000)\n  eden space 78720K,  22% used [0x00000000f4000000, 0x00000000f50e9d10,"
                + " 0x00000000f8ce0000)\n  from space 9792K,   0% used [0x00000000f8ce0000, 0x00000000f8ce0000,"
                + " 0x00000000f9670000)\n";
        String jdk25 = "0\nDefNew     total 88512K, used 28743K [0x00000000f4000000, 0x00000000fa000000,"
                + " 0x00000000fa000000)\n eden space 78720K,  36% used [0x00000000f4000000, 0x00000000f5c11f68,"
                + " 0x00000000f8ce0000)\n";
        assertThat(AllocationMeter.edenUsedBytes(jdk17)).isEqualTo(0x10e9d10);
        assertThat(AllocationMeter.edenUsedBytes(jdk25)).isEqualTo(0x1c11f68);
        assertThatThrownBy(() -> AllocationMeter.edenUsedBytes("0\n garbage-first heap   total 1024K"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
