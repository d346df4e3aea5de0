package io.perfagent.profile;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

/** The process as an engine needs it. */
public interface EngineHost {
    /** Where the engine may keep its library; checked by it before every use. */
    File dataDirectory();

    /** {@code os.name} and {@code os.arch}. */
    String operatingSystem();

    String architecture();

    /** Something that the agent jar holds for the engine, such as {@code linux-x64/libasyncProfiler.so}. */
    byte[] shipped(String name) throws IOException;

    Instrumentation instrumentation();
}
