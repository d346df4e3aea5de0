package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Csv table = new Csv("name", "value", "note");
        table.add("plain", 1.23456, "");
        table.add("with, comma", Double.NaN, "a \"quoted\" word");
        table.add("\"", 8e-4, "two\nlines");
        Path file = directory.resolve("new/table.csv");
        table.write(file);

        assertThat(Files.readString(file))
                .isEqualTo("name,value,note\nplain,1.2346,\n\"with, comma\",,\"a \"\"quoted\"\" word\"\n"
                        + "\"\"\"\",0.0008,\"two\nlines\"\n");
        Csv read = Csv.read(file);
        assertThat(read.columns()).containsExactly("name", "value", "note");
        assertThat(read.rows()).isEqualTo(table.rows());
    }

    @Test
    void numbersAreNeverInExponentialForm() {
        assertThat(Csv.number(12)).isEqualTo("12");
        assertThat(Csv.number(1e9)).isEqualTo("1000000000");
        assertThat(Csv.number(-0.00004)).isEqualTo("0");
        assertThat(Csv.number(100)).isEqualTo("100");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatThrownBy(() -> new Csv("a", "b").add("one")).isInstanceOf(IllegalArgumentException.class);
    }
}
