package io.perfagent.start.profiling;

/** Profiles on demand, as JMX has them, {@code io.perfagent:type=Profile}. */
public interface ProfileMXBean {
    /** What is being profiled, and the last profiles with their files. */
    String getText();

    /**
     * Begins a profile.
     *
     * @param options as on the command line, such as {@code -d 10 -e cpu,alloc}; nothing may hold a space
     * @return {@code started N}, or {@code refused: } and the reason
     */
    String start(String options);

    /** What became of a profile by its number: {@code running}, {@code done} with its file and summary, or {@code failed}. */
    String result(String number);

    /** Ends the profile that is being taken, now; what was sampled counts. */
    String stop();
}
