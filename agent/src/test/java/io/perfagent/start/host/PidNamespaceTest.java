package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PidNamespaceTest {
    @Test
    void processes_of_the_machine_are_known_by_their_number_alone() {
        assertThat(PidNamespace.suffix("pid:[4026531836]", "box")).isEmpty();
    }

    @Test
    void containers_that_share_a_directory_have_a_folder_each() {
        assertThat(PidNamespace.suffix("pid:[4026532591]", "3f2a.local\n")).isEqualTo("@3f2a.local-pid4026532591");
        assertThat(PidNamespace.suffix("pid:[4026532600]", "3f2a.local"))
                .isNotEqualTo(PidNamespace.suffix("pid:[4026532591]", "3f2a.local"));
        assertThat(PidNamespace.suffix("pid:[4026532591]", "other"))
                .isNotEqualTo(PidNamespace.suffix("pid:[4026532591]", "3f2a.local"));
    }

    @Test
    void a_host_s_name_leads_nowhere_else() {
        assertThat(PidNamespace.suffix("pid:[1]", "../../etc/" + "x".repeat(300)))
                .doesNotContain("/")
                .hasSizeLessThan(80);
    }
}
