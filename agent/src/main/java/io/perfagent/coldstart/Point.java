package io.perfagent.coldstart;

/** The points that a start may come to, in their usual order. */
public enum Point {
    /** The kernel made the process; on Linux in steps of 10 ms. */
    PROCESS("process"),
    /** The JVM began to create itself; in steps of a millisecond. */
    JVM("JVM"),
    /** The agent's first instruction. */
    PREMAIN("premain"),
    /** The agent handed back to the JVM. */
    PREMAIN_OUT("agent done"),
    /** The application's first class was loaded: {@code main} follows. */
    MAIN("main"),
    /** The first server socket was open. */
    LISTENING("listening"),
    /** The framework said so; where there is none, listening; where nothing listens, hardly a class is loaded any more. */
    READY("ready"),
    FIRST_RESPONSE("first response");

    final String title;

    Point(String title) {
        this.title = title;
    }
}
