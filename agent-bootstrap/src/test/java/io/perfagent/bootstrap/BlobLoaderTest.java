package io.perfagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobLoaderTest {
    private static final String CORE_CLASS = "io.perfagent.bootstrap_sample.InCore";

    @TempDir
    Path directory;

    private RandomAccessFile file;
    private Blob blob;
    private BlobLoader agent;

    /** Stands for a class of ours; its bytes are put into the blob. */
    public static final class InBlob extends Hook {}

    @BeforeEach
    void open() throws IOException {
        byte[] bytes;
        try (InputStream in = InBlob.class.getResourceAsStream("BlobLoaderTest$InBlob.class")) {
            bytes = in.readAllBytes();
        }
        // Outside the seam's package, as all classes of the blob are.
        bytes = renamed(bytes, "io/perfagent/bootstrap/BlobLoaderTest$InBlob", "io/perfagent/bootstrap_sample/InCore");
        file = new RandomAccessFile(
                new BlobFile(true)
                        .put(Blob.CORE, CORE_CLASS, bytes)
                        .put(Blob.CORE, "sites", "table".getBytes(StandardCharsets.UTF_8))
                        .put(Blob.LIBRARY, "notes", "library".getBytes(StandardCharsets.UTF_8))
                        .write(directory.resolve("blob"), 0)
                        .toFile(),
                "r");
        blob = new Blob(file, 0);
        agent = new BlobLoader(blob, Blob.CORE, BlobLoader.platform(), null);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    @Test
    void a_class_of_ours_comes_from_the_blob_and_extends_the_one_seam() throws Exception {
        Class<?> loaded = agent.loadClass(CORE_CLASS);

        assertThat(loaded.getClassLoader()).isSameAs(agent);
        assertThat(agent.loadClass(CORE_CLASS)).isSameAs(loaded);
        assertThat(loaded.getSuperclass()).isSameAs(Hook.class);
    }

    @Test
    void a_library_loader_shares_the_agents_classes_and_sees_its_library() throws Exception {
        ClassLoader library = getClass().getClassLoader();
        BlobLoader beside = new BlobLoader(blob, Blob.LIBRARY, library, agent);

        assertThat(beside.loadClass(CORE_CLASS)).isSameAs(agent.loadClass(CORE_CLASS));
        assertThat(beside.loadClass("org.junit.jupiter.api.Test")).isSameAs(Test.class);
    }

    @Test
    void the_agent_loader_does_not_see_the_application() {
        assertThatThrownBy(() -> agent.loadClass("org.junit.jupiter.api.Test"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> agent.loadClass("io.perfagent.Absent")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void a_class_of_ours_is_not_taken_from_the_class_path() {
        BlobLoader seesClassPath = new BlobLoader(blob, Blob.CORE, getClass().getClassLoader(), null);

        assertThatThrownBy(() -> seesClassPath.loadClass("io.perfagent.bootstrap_sample.OnClassPath"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void resources_are_read_by_name_and_listed_for_no_one() throws IOException {
        BlobLoader beside = new BlobLoader(blob, Blob.LIBRARY, BlobLoader.platform(), agent);

        assertThat(text(agent.getResourceAsStream("sites"))).isEqualTo("table");
        assertThat(text(beside.getResourceAsStream("notes"))).isEqualTo("library");
        assertThat(text(beside.getResourceAsStream("sites"))).isEqualTo("table");
        assertThat(agent.getResourceAsStream("notes")).isNull();
        assertThat(agent.getResourceAsStream("META-INF/services/java.sql.Driver"))
                .isNull();
        assertThat(agent.getResource("sites")).isNull();
        assertThat(Collections.list(agent.getResources("sites"))).isEmpty();
        assertThat(agent.getResourceAsStream(CORE_CLASS.replace('.', '/') + ".class"))
                .isNotNull();
    }

    @Test
    void a_jar_that_is_gone_is_a_class_not_found() throws IOException {
        file.close();

        assertThatThrownBy(() -> agent.loadClass(CORE_CLASS)).isInstanceOf(ClassNotFoundException.class);
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Replaces one name in the constant pool; both are length-prefixed texts of their own. */
    private static byte[] renamed(byte[] classFile, String from, String to) {
        String latin = new String(classFile, StandardCharsets.ISO_8859_1);
        String prefixed = (char) 0 + "" + (char) from.length() + from;
        assertThat(latin).contains(prefixed);
        return latin.replace(prefixed, (char) 0 + "" + (char) to.length() + to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
