package io.perfagent.it.differential;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recorded answers of OpenTelemetry's agent: one JSON object a file, one member a line. */
final class Golden {
    static final String VERSION = System.getProperty("otel.version", "2.33.1");

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Golden() {}

    static Map<String, JsonElement> read(Path directory) {
        Map<String, JsonElement> files = new LinkedHashMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : stream) {
                String name = file.getFileName().toString();
                files.put(name.substring(0, name.length() - 5), JsonParser.parseString(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static void write(Path directory, Map<String, JsonElement> files) {
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, JsonElement> file : files.entrySet()) {
                Files.writeString(directory.resolve(file.getKey() + ".json"), text((JsonObject) file.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonObject object) {
        StringBuilder text = new StringBuilder("{");
        String separator = "\n";
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            text.append(separator).append(GSON.toJson(member.getKey())).append(": ");
            text.append(GSON.toJson(member.getValue()));
            separator = ",\n";
        }
        return text.append("\n}\n").toString();
    }
}
