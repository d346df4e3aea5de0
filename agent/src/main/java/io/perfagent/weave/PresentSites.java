package io.perfagent.weave;

import io.perfagent.weave.WeaveStatus.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a class's sites are woven, and why the others are not. It is kept with the woven class, so that each start tells
 * what only the one that wove it has looked for. For one thread.
 */
final class PresentSites {
    private static final char WOVEN = '+';
    private static final char NOT_WOVEN = '-';

    private final Site[] all;

    /** Of each site: null if it is woven, empty if there is nothing to say of it. */
    private final @Nullable String[] reasons;

    private int woven;

    private PresentSites(Site[] all) {
        this.all = all;
        this.reasons = new String[all.length];
        this.woven = all.length;
    }

    /** All of them, until some are left out. */
    static PresentSites allOf(Site[] all) {
        return new PresentSites(all);
    }

    /** As they were kept; all if nothing was, or if it is of other sites. */
    static PresentSites kept(Site[] all, byte @Nullable [] kept) {
        PresentSites made = new PresentSites(all);
        if (kept == null) {
            return made;
        }
        String text = new String(kept, StandardCharsets.UTF_8);
        int at = 0;
        for (int i = 0; i < all.length; i++) {
            int end = text.indexOf('\n', at);
            if (end <= at) {
                return new PresentSites(all);
            }
            if (text.charAt(at) == NOT_WOVEN) {
                made.leaveOut(i, text.substring(at + 1, end));
            }
            at = end + 1;
        }
        return at == text.length() ? made : new PresentSites(all);
    }

    /** @param reason in one line; empty where the class is of another line of the library, or a part of it is not there */
    void leaveOut(int index, String reason) {
        if (reasons[index] == null) {
            woven--;
        }
        reasons[index] = reason;
    }

    /** Those that are woven. */
    Site[] woven() {
        if (woven == all.length) {
            return all;
        }
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            if (reasons[i] == null) {
                sites.add(all[i]);
            }
        }
        return sites.toArray(new Site[0]);
    }

    /** To be kept with the class; null if all are woven. */
    byte @Nullable [] toBeKept() {
        if (woven == all.length) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        for (String reason : reasons) {
            out.append(reason == null ? WOVEN : NOT_WOVEN)
                    .append(reason == null ? "" : reason)
                    .append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Puts those that are left out for a reason into the status. */
    void tell(WeaveStatus status, String className) {
        for (int i = 0; i < all.length && woven < all.length; i++) {
            String reason = reasons[i];
            if (reason != null && !reason.isEmpty()) {
                status.add(className, new Site[] {all[i]}, Outcome.SKIPPED, reason);
            }
        }
    }
}
