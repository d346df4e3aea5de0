package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionCheckTest {
    private final VersionCheck check = new VersionCheck(10);

    @Test
    void aReadSentAfterAWritesAnswerMustSeeIt() {
        check.wrote(3, 7, 100);
        check.read(3, 7, 101);
        check.read(3, 8, 101);
        assertThat(check.violations()).isZero();
        check.read(3, 6, 101);
        assertThat(check.violations()).isEqualTo(1);
        assertThat(check.first()).contains("key 3").contains("version 6").contains("after 7");
        assertThat(check.reads()).isEqualTo(3);
    }

    @Test
    void aReadSentBeforeMaySeeWhatWasBefore() {
        check.wrote(3, 7, 100);
        check.wrote(3, 8, 200);
        check.read(3, 7, 200);
        check.read(3, 7, 150);
        assertThat(check.violations()).isZero();
        check.read(3, 6, 150);
        assertThat(check.violations()).isEqualTo(1);
    }

    @Test
    void writesThatAreAnsweredInAnotherOrderDoNotLowerTheFloor() {
        check.wrote(3, 9, 100);
        check.wrote(3, 8, 110);
        check.read(3, 8, 120);
        assertThat(check.violations()).isEqualTo(1);
    }

    @Test
    void otherKeysAreOthers() {
        check.wrote(3, 9, 100);
        check.read(4, 1, 120);
        assertThat(check.violations()).isZero();
    }

    @Test
    void theNewestIsNotForgotten() {
        for (int i = 1; i <= 1000; i++) {
            check.wrote(3, i, 100 + i);
        }
        check.read(3, 999, 5000);
        assertThat(check.violations()).isEqualTo(1);
        check.read(3, 1000, 5000);
        assertThat(check.violations()).isEqualTo(1);
    }
}
