package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.weave.ClassFiles;
import io.perfagent.weave.ClassOutline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked before {@code main} uses nothing whose first use is dear. */
class BeforeMainTest {
    private static final String[] DEAR = {
        "java/nio/file/", "java/util/stream/", "java/util/regex/", "java/lang/management/", "java/lang/ProcessHandle"
    };

    @ParameterizedTest
    @ValueSource(
            classes = {
                ArchivePlaces.class,
                ArchiveRecord.class,
                ArgumentsFile.class,
                Attempts.class,
                JvmOptions.class,
                ManagedStart.class,
                UserId.class
            })
    void the_classes_that_check_are_cheap(Class<?> type) {
        ClassOutline outline = new ClassOutline(ClassFiles.of(type));
        List<String> dear = new ArrayList<>();
        for (String reference : outline.references()) {
            if (reference.startsWith("#.")) {
                dear.add("invokedynamic: " + reference);
            }
        }
        for (String used : outline.classes()) {
            for (String one : DEAR) {
                if (used.startsWith(one)) {
                    dear.add(used);
                }
            }
        }

        assertThat(dear).isEmpty();
    }
}
