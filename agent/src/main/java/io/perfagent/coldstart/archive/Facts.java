package io.perfagent.coldstart.archive;

import java.net.URI;
import java.util.List;

/** What {@code prepare} did and saw: kept beside the archive, and printed. It limits what the archive is good for. */
final class Facts {
    private String reached = "";
    private int warmUps;
    private int answered;
    private int listed;
    private int ofApplication;
    private int others;
    private int shared;
    private String woven = "";

    void reached(String point) {
        reached = point;
    }

    void warmUps(List<URI> asked, int withAnswer) {
        warmUps = asked.size();
        answered = withAnswer;
    }

    void trained(TrainingAnswer trained) {
        listed = trained.classes().size() + trained.applicationClasses().size();
        ofApplication = trained.applicationClasses().size();
        others = trained.otherClasses();
    }

    void verified(int sharedClasses, String weaveCache) {
        shared = sharedClasses;
        woven = weaveCache;
    }

    /** Classes of the application that came out of the archive. */
    int shared() {
        return shared;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("reached: ").append(reached).append('\n');
        text.append("warm-ups: ")
                .append(answered)
                .append(" of ")
                .append(warmUps)
                .append(" answered");
        text.append(answered == 0 ? "; what a first request loads is not in the archive\n" : "\n");
        text.append("classes: ")
                .append(listed)
                .append(" loaded; of the application ")
                .append(ofApplication);
        text.append(", of which shared ").append(shared).append('\n');
        if (others > ofApplication) {
            text.append("not covered: ").append(others);
            text.append(" classes of other class loaders, as of jars in a jar: extract the application's jar\n");
        }
        text.append("weave cache: ")
                .append(woven.isEmpty() ? "not asked" : woven)
                .append('\n');
        return text.toString();
    }
}
