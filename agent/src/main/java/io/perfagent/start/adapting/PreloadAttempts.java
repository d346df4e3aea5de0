package io.perfagent.start.adapting;

import io.perfagent.coldstart.archive.Attempts;
import java.io.File;

/**
 * Which starts with a list of classes became ready: where two in a row did not, the list may be what stops them, as where the
 * application defines a class that was loaded ahead. An application that ends in an orderly way before it is ready counts,
 * since that is how it ends then. Markers lie in a folder beside the list. Not before {@code main}.
 */
final class PreloadAttempts {
    private final File folder;
    private final Attempts attempts;

    PreloadAttempts(File list) {
        folder = new File(list.getPath() + ".starts");
        attempts = new Attempts(folder);
    }

    /** Why the list must be taken out, because of the starts before that had it; or empty. */
    String failure() {
        int unfinished = attempts.unfinished();
        return unfinished == 0 ? "" : unfinished + Attempts.REASON;
    }

    /** A start with the list begins. */
    void begin() {
        folder.mkdir();
        attempts.begin();
        attempts.hold();
    }

    /** It has become ready. */
    void ready() {
        attempts.end();
    }

    /** Forgets all of them; there is no list any more. */
    void forget() {
        attempts.clear();
        folder.delete(); // unless another process is starting
    }
}
