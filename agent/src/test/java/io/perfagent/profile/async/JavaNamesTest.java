package io.perfagent.profile.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaNamesTest {
    @Test
    void classes_are_named_as_people_write_them_and_alike_in_each_run() {
        Map.of(
                        "java/util/Map", "java.util.Map",
                        "[B", "byte[]",
                        "[[Ljava/util/Map;", "java.util.Map[][]",
                        "com/acme/A$$Lambda$14+0x00007f1bc8090218", "com.acme.A$$Lambda",
                        "com/acme/A$$Lambda.0x000074d30c003200", "com.acme.A$$Lambda",
                        "java/lang/invoke/LambdaForm$MH.0x000074d30c003200", "java.lang.invoke.LambdaForm$MH",
                        "java/lang/invoke/LambdaForm$MH+0x00007f1b/1234", "java.lang.invoke.LambdaForm$MH",
                        "com/acme/Ox0x", "com.acme.Ox0x")
                .forEach(
                        (internal, name) -> assertThat(JavaNames.type(internal)).isEqualTo(name));
    }
}
