package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserIdTest {
    @ParameterizedTest
    @CsvSource({
        "'Name:\tjava\nUid:\t1000\t1001\t1002\t1003\nGid:\t5\t6', 1001",
        "'Name:\tjava\nUid:\t0\t0\t0\t0\n', 0",
        "'Name:\tUid:\nUid:\t7 8', 8",
        "'Name:\tjava\nUid:\t7\n', -1",
        "'Name:\tjava\nUid:\n', -1",
        "'', -1"
    })
    void the_effective_one_is_the_second_number(String status, int expected) {
        assertThat(UserId.parse(status)).isEqualTo(expected);
    }

    @Test
    void it_is_the_owner_of_this_process() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc on this system");

        assertThat(UserId.ofThisProcess()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }
}
