package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingAnswerTest {
    private static String encode(String[] options, Class<?>... loaded) {
        return TrainingAnswer.encode(
                5, 6, options, "a.jar:b c.jar", "app.Main", "null", loaded, TrainingAnswerTest.class.getClassLoader());
    }

    @Test
    void what_was_told_is_understood() {
        String[] options = {"-javaagent:x.jar", "-Dpassword=secret", "-XX:+UseSerialGC"};
        String text = encode(options, String.class, TrainingAnswerTest.class, Map.Entry.class);
        TrainingAnswer answer = TrainingAnswer.parse(text);

        assertThat(answer).isNotNull();
        assertThat(answer.start())
                .isEqualTo(new ArchiveRecord.Start(5, 6, JvmOptions.shape(options), "a.jar:b c.jar", "app.Main"));
        assertThat(answer.options()).containsExactly("-XX:+UseSerialGC");
        assertThat(answer.spelling()).isEqualTo("-javaagent");
        assertThat(answer.mainModule()).isEmpty();
        assertThat(answer.classes()).containsExactly("java/lang/String", "java/util/Map$Entry");
        assertThat(answer.applicationClasses()).containsExactly("io/perfagent/coldstart/archive/TrainingAnswerTest");
        assertThat(text).doesNotContain("secret");
    }

    @Test
    void what_cannot_be_found_by_its_name_is_left_out() {
        Runnable lambda = () -> {};
        Object proxy = Proxy.newProxyInstance(
                TrainingAnswerTest.class.getClassLoader(), new Class<?>[] {Runnable.class}, (p, m, a) -> null);

        TrainingAnswer answer = TrainingAnswer.parse(
                encode(new String[0], int.class, int[].class, String[].class, lambda.getClass(), proxy.getClass()));

        assertThat(answer).isNotNull();
        assertThat(answer.classes()).isEmpty();
        assertThat(answer.applicationClasses()).isEmpty();
    }

    @Test
    void half_an_answer_is_none() {
        String text = encode(new String[0], String.class);

        assertThat(TrainingAnswer.parse(text.substring(0, text.length() - 5))).isNull();
        assertThat(TrainingAnswer.parse("")).isNull();
        assertThat(TrainingAnswer.parse("failed: x\n")).isNull();
    }
}
