package io.perfagent.start;

import static org.assertj.core.api.Assertions.assertThat;

import net.bytebuddy.ClassFileVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportedJdkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "OpenJDK 64-Bit Server VM",
                "Java HotSpot(TM) 64-Bit Server VM",
                "OpenJDK 64-Bit Client VM",
                "Zing 64-Bit Tiered VM"
            })
    void hotspot_is_supported(String vmName) {
        assertThat(SupportedJdk.objection(17, vmName)).isNull();
        assertThat(SupportedJdk.objection(25, vmName)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Eclipse OpenJ9 VM", "IBM J9 VM", "Substrate VM"})
    void others_are_not(String vmName) {
        assertThat(SupportedJdk.objection(17, vmName)).contains(vmName);
    }

    @Test
    void a_jdk_newer_than_the_weaver_knows_is_not() {
        assertThat(SupportedJdk.objection(SupportedJdk.NEWEST, "OpenJDK 64-Bit Server VM"))
                .isNull();
        assertThat(SupportedJdk.objection(SupportedJdk.NEWEST + 1, "OpenJDK 64-Bit Server VM"))
                .contains("newer than this agent knows");
    }

    @Test
    void an_unknown_name_is_no_objection() {
        assertThat(SupportedJdk.objection(17, null)).isNull();
    }

    @Test
    void the_newest_is_one_whose_classes_the_weaver_reads() {
        assertThat(ClassFileVersion.latest().getJavaVersion()).isGreaterThanOrEqualTo(SupportedJdk.NEWEST);
    }
}
