package io.perfagent.coldstart.archive;

/** What {@link StaleProbe} runs in a JVM of its own: prints one word, which is another one in the changed jar. */
final class ProbeProgram {
    private ProbeProgram() {}

    public static void main(String[] arguments) {
        System.out.println("probe-before");
    }
}
