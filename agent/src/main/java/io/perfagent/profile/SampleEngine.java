package io.perfagent.profile;

import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What takes samples. Used by one thread at a time; one session at a time. */
public interface SampleEngine {
    /**
     * Gets ready; does nothing if it is.
     *
     * @throws Refusal if it cannot work in this process, and why
     */
    void prepare() throws Refusal;

    /** A request as it would be met, where that differs from what is asked for; after {@link #prepare}. */
    default ProfileRequest refined(ProfileRequest asked) {
        return asked;
    }

    /**
     * Begins a session.
     *
     * @param recording where it may write; gone from the directory when this returns
     * @throws Refusal if it could not
     * @throws IOException if the file could not be made
     */
    void start(ProfileRequest request, File recording) throws Refusal, IOException;

    /** Why the session cannot go on, or null; asked about once a second, because what it needs may run out. */
    default @Nullable String objection() {
        return null;
    }

    /** Tells what was sampled since the start or the last call, and goes on sampling. */
    void slice(SampleSink sink) throws Refusal, IOException;

    /** Ends the session and tells the rest; does nothing if there is none. */
    void stop(SampleSink sink) throws Refusal, IOException;

    /** Copies what the session that was ended last has recorded; before the next one starts. */
    void copyRecording(File target) throws IOException;

    /** Lets go of what the last session has recorded. */
    void release() throws IOException;

    /** How much the session has written to disk. */
    long recordedBytes() throws IOException;

    /** What the session did otherwise than asked, in a sentence; empty if nothing. */
    String note();
}
