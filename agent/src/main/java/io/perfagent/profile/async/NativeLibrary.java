package io.perfagent.profile.async;

import io.perfagent.profile.Refusal;
import io.perfagent.weave.cache.AtomicFile;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The profiler's library on disk: written when first needed, readable by its owner only, and before every use checked to be
 * where nobody else can write and to have the bytes that the agent jar has.
 */
final class NativeLibrary {
    static final String VERSION = "4.5";

    private NativeLibrary() {}

    /** Where the agent jar has the library for a platform. */
    static String nameInJar(String operatingSystem, String architecture) throws Refusal {
        String arch = architecture.toLowerCase(Locale.ROOT);
        if (operatingSystem.startsWith("Linux")) {
            if (arch.equals("amd64") || arch.equals("x86_64")) {
                return "linux-x64/libasyncProfiler.so";
            }
            if (arch.equals("aarch64")) {
                return "linux-arm64/libasyncProfiler.so";
            }
        }
        throw Refusal.ofPlatform("async-profiler is shipped for Linux on x64 and arm64 only, and this is "
                + operatingSystem + " on " + architecture);
    }

    /**
     * The file to load.
     *
     * @param directory of ours; made when it is missing
     * @throws Refusal if it may not or cannot be loaded from there
     */
    static File ready(File directory, String nameInJar, byte[] library) throws Refusal {
        String platform = nameInJar.substring(0, nameInJar.indexOf('/'));
        byte[] digest = sha256(library);
        String name = "libasyncProfiler-" + VERSION + "-" + platform + "-"
                + HexFormat.of().formatHex(digest, 0, 8) + ".so";
        File file = new File(directory, name);
        String objection = CacheTrust.objectionToPlace(file);
        if (objection != null) {
            throw new Refusal("the profiler's library is not loaded from " + file + ": " + objection);
        }
        try {
            if (!file.exists()) {
                AtomicFile.replace(file, library);
            }
        } catch (IOException e) {
            throw new Refusal("the profiler's library cannot be written to " + file + ": " + e
                    + "; set PERF_AGENT_DATA_DIR to a directory that can be written to");
        }
        check(file, library.length, digest);
        String mount = noexecMount(mounts(), file.getPath());
        if (mount != null) {
            throw Refusal.ofPlatform("the profiler's library cannot be loaded from " + file + ": " + mount
                    + " is mounted noexec; set PERF_AGENT_DATA_DIR to a directory on another file system");
        }
        return file;
    }

    private static void check(File file, int length, byte[] digest) throws Refusal {
        String objection = CacheTrust.objection(file);
        if (objection != null) {
            throw new Refusal("the profiler's library is not loaded from " + file + ": " + objection);
        }
        try {
            if (file.length() == length && Arrays.equals(sha256(Files.readAllBytes(file.toPath())), digest)) {
                return;
            }
        } catch (IOException e) {
            throw new Refusal("the profiler's library cannot be read from " + file + ": " + e);
        }
        throw new Refusal("the profiler's library " + file
                + " is not what this agent has written there (its SHA-256 is another): it is not loaded. Remove it");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static String mounts() {
        try {
            return Files.readString(Path.of("/proc/self/mounts"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // the loader will tell
        }
    }

    /**
     * The mount point of a file if programs may not be run from there, else null.
     *
     * @param mounts as {@code /proc/self/mounts} has them: device, mount point, type, options
     */
    static @Nullable String noexecMount(String mounts, String file) {
        String longest = "";
        boolean noexec = false;
        for (String line : mounts.split("\n")) {
            String[] fields = line.split(" ");
            if (fields.length < 4) {
                continue;
            }
            String point = fields[1].replace("\\040", " ");
            String below = point.endsWith("/") ? point : point + "/";
            if (file.startsWith(below) && below.length() >= longest.length()) {
                longest = below;
                noexec = Arrays.asList(fields[3].split(",")).contains("noexec");
            }
        }
        return noexec ? (longest.length() > 1 ? longest.substring(0, longest.length() - 1) : longest) : null;
    }
}
