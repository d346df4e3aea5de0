package io.perfagent.profile.hot;

/** What the most of is listed, by name, in nanoseconds unless it says otherwise. */
public enum TopList {
    LOCKS("contended locks (time waited)"),
    PAUSES("pauses by collections"),
    SAFEPOINTS("other stops of all threads"),
    IO("slow reads and writes"),
    PINNED("virtual threads pinned"),
    COMPILATIONS("slow compilations"),
    CLASS_LOADS("slow class loading"),
    ERRORS("errors made (count)");

    private final String title;

    TopList(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
