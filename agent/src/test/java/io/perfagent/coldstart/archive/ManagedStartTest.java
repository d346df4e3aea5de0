package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.archive.ArchiveRecord.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ManagedStartTest {
    @TempDir
    Path root;

    private Path jar;
    private Path arguments;
    private Path archive;
    private Start start;

    @BeforeEach
    void files() throws IOException {
        jar = Files.write(root.resolve("app.jar"), new byte[100]);
        arguments = Files.writeString(root.resolve("jvm.args"), "-Dx=1\n");
        start = with(1, 2, "-javaagent\n", jar.toString());
    }

    private Path record(ArchiveKind kind, int user) throws IOException {
        archive = Files.createDirectories(root.resolve("archive")).resolve("1" + kind.suffix);
        Files.write(archive, new byte[50]);
        Path record = Path.of(archive + ".record");
        Files.write(record, Objects.requireNonNull(ArchiveRecord.encode(start, archive.toFile(), user)));
        return record;
    }

    private ManagedStart check(Path record, Start now) {
        return ManagedStart.check(record.toString(), now, false, () -> true);
    }

    private Start with(long jdk, long agent, @Nullable String shape, String classPath) {
        return new Start(jdk, agent, shape, classPath, "app.Main");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_as_it_was_fits(ArchiveKind kind) throws IOException {
        Path record = record(kind, ArchiveRecord.ANY_USER);

        assertThat(check(record, start).objection()).isNull();
        assertThat(check(record, with(1, 2, null, jar.toString())).objection())
                .as("options are not known")
                .isNull();
        assertThat(arguments).hasContent("-Dx=1");
    }

    @Test
    void what_is_another_is_named_and_given_up() throws IOException {
        Path record = record(ArchiveKind.CLASS_DATA, ArchiveRecord.ANY_USER);
        String path = jar.toString();

        assertGivenUp(check(record, with(9, 2, "-javaagent\n", path)), "another JDK build");
        assertGivenUp(check(record, with(1, 9, "-javaagent\n", path)), "another build of the agent");
        assertGivenUp(check(record, with(1, 2, "-agentlib\n", path)), "spelling of the agent");
        assertGivenUp(check(record, with(1, 2, "-javaagent\n", path + ":x.jar")), "another class path");
        Files.write(archive, new byte[49]);
        assertGivenUp(check(record, start), "missing or damaged");
        Files.write(archive, new byte[50]);
        Files.write(jar, new byte[101]);
        assertGivenUp(check(record, start), jar + " has changed");
    }

    private void assertGivenUp(ManagedStart managed, String reason) throws IOException {
        assertThat(managed.objection()).contains(reason).contains("is emptied");
        assertThat(managed.mustEnd()).isFalse();
        assertThat(Files.readString(arguments)).startsWith("# emptied").contains(reason);
        Files.writeString(arguments, "-Dx=1\n");
    }

    @Test
    void an_archive_that_is_taken_out_is_deleted_and_its_record_tells_those_that_just_start() throws IOException {
        Path record = record(ArchiveKind.AOT_CACHE, ArchiveRecord.ANY_USER);
        ManagedStart managed = check(record, start);

        managed.takeOut("slower");

        assertThat(archive).doesNotExist();
        ManagedStart justBegun = check(record, start);
        assertThat(justBegun.objection()).contains("is missing");
        assertThat(justBegun.mustEnd()).as("its classes are those of the jars").isFalse();
    }

    @Test
    void the_time_of_a_jar_counts() throws IOException {
        Path record = record(ArchiveKind.CLASS_DATA, ArchiveRecord.ANY_USER);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_700_000_000_000L));

        assertThat(check(record, start).objection()).contains("has changed");
    }

    @Test
    void a_stale_aot_cache_that_is_in_use_ends_the_jvm() throws IOException {
        Path record = record(ArchiveKind.AOT_CACHE, ArchiveRecord.ANY_USER);
        Start otherPath = with(1, 2, "-javaagent\n", "other.jar");
        Start otherJdk = with(9, 2, "-javaagent\n", "other.jar");
        Start otherAgentToo = with(1, 9, "-javaagent\n", "other.jar");

        assertThat(check(record, otherPath).mustEnd()).isTrue();
        assertThat(check(record, otherAgentToo).mustEnd()).isTrue();
        assertThat(check(record, otherJdk).mustEnd())
                .as("another JVM refuses it")
                .isFalse();
        assertThat(ManagedStart.check(record.toString(), otherPath, false, () -> false)
                        .mustEnd())
                .as("the JVM has refused it")
                .isFalse();
        Files.write(record, new byte[] {1, 2, 3});
        assertThat(check(record, start).mustEnd()).as("nothing can be told").isTrue();
        Files.delete(record);
        assertThat(check(record, start).mustEnd()).isTrue();
    }

    @Test
    void another_program_that_inherited_the_options_gives_nothing_up() throws IOException {
        Path record = record(ArchiveKind.CLASS_DATA, ArchiveRecord.ANY_USER);
        Files.createFile(root.resolve("archive").resolve("attempt-1-1"));

        ManagedStart helper = check(record, helper());
        helper.begin();

        assertThat(helper.objection()).contains("made for another program than Helper", "empty the file");
        assertThat(helper.mustEnd()).isFalse();
        assertThat(helper.archiveInUse()).isEmpty();
        assertThat(arguments).hasContent("-Dx=1");
        assertThat(root.resolve("archive").resolve("attempt-1-1")).exists();
    }

    @Test
    void another_program_with_an_aot_cache_is_stopped_and_gives_nothing_up() throws IOException {
        Path record = record(ArchiveKind.AOT_CACHE, ArchiveRecord.ANY_USER);

        ManagedStart helper = check(record, helper());

        assertThat(helper.mustEnd()).as("the JVM takes classes out of it").isTrue();
        assertThat(helper.objection())
                .startsWith("stopping before main")
                .contains("another program than Helper", "without JDK_JAVA_OPTIONS");
        assertThat(arguments).hasContent("-Dx=1");
    }

    @Test
    void another_program_says_as_well_that_a_jar_has_changed() throws IOException {
        Path record = record(ArchiveKind.CLASS_DATA, ArchiveRecord.ANY_USER);
        Files.write(jar, new byte[101]);

        assertGivenUp(check(record, helper()), jar + " has changed");
    }

    private static Start helper() {
        return new Start(1, 2, "-javaagent\n", "helper.jar", "Helper");
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.Main --port 1, com.acme.Main",
        "/opt/releases/2/app.jar, app.jar",
        "app.jar --port 1, app.jar",
        ", ''"
    })
    void a_program_is_its_main_class_or_the_name_of_its_jar(@Nullable String command, String program) {
        assertThat(ArchiveRecord.program(command)).isEqualTo(program);
    }

    @Test
    void a_user_who_could_change_the_jars_gets_no_aot_cache() throws IOException {
        int self = UserId.ofThisProcess();
        Path own = record(ArchiveKind.AOT_CACHE, self);
        assertThat(check(own, start).objection()).isNull();

        Path another = record(ArchiveKind.AOT_CACHE, self + 1);
        ManagedStart managed = check(another, start);
        assertThat(managed.objection()).contains("user " + self + " could change the jars");
        assertThat(managed.mustEnd()).as("what runs is what is in the jars").isFalse();

        Path allButRoot = record(ArchiveKind.AOT_CACHE, ArchiveRecord.ALL_BUT_ROOT);
        assertThat(check(allButRoot, start).objection() == null).isEqualTo(self != 0);
        assertThat(ManagedStart.check(allButRoot.toString(), start, true, () -> true)
                        .objection())
                .as("a start of prepare")
                .isNull();
    }

    @Test
    void two_starts_that_did_not_become_ready_are_enough() throws IOException {
        Path record = record(ArchiveKind.CLASS_DATA, ArchiveRecord.ANY_USER);
        Path folder = root.resolve("archive");
        Files.createFile(folder.resolve("attempt-1-1"));
        assertThat(check(record, start).objection()).isNull();
        Files.createFile(folder.resolve("attempt-2-1"));

        assertGivenUp(check(record, start), "2 starts with it ended before they were ready");
        assertThat(check(record, start).objection())
                .as("earlier ones are forgotten")
                .isNull();
    }

    @Test
    void a_start_that_became_ready_is_forgotten() throws IOException {
        Path record = record(ArchiveKind.CLASS_DATA, ArchiveRecord.ANY_USER);
        for (int i = 0; i < 3; i++) {
            ManagedStart managed = check(record, start);
            assertThat(managed.objection()).isNull();
            managed.begin();
            managed.over();
        }
    }

    @Test
    void starts_of_other_containers_that_go_on_count_for_nothing() throws IOException {
        Path record = record(ArchiveKind.CLASS_DATA, ArchiveRecord.ANY_USER);
        List<ManagedStart> starting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ManagedStart managed = check(record, start);
            assertThat(managed.objection()).isNull();
            managed.begin();
            managed.hold();
            starting.add(managed);
        }
        starting.forEach(ManagedStart::over);

        assertThat(arguments).hasContent("-Dx=1");
    }

    @Test
    void a_directory_on_the_class_path_has_no_record() throws IOException {
        Start withDirectory = with(1, 2, "", root.toString());

        assertThat(ArchiveRecord.encode(withDirectory, jar.toFile(), ArchiveRecord.ANY_USER))
                .isNull();
    }
}
