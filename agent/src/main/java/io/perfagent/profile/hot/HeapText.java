package io.perfagent.profile.hot;

import io.perfagent.profile.finding.LiveHeap;
import io.perfagent.profile.finding.Wording;

/** The heap in a line. */
final class HeapText {
    private HeapText() {}

    static String of(LiveHeap heap) {
        if (heap.lastBytes() < 0) {
            return "no collection seen yet";
        }
        String text = Wording.bytes(heap.lastBytes()) + " of " + Wording.bytes(heap.maxBytes())
                + " in use after the last collection";
        if (heap.liveBytes() < 0) {
            return text + "; " + heap.oldCollections() + " of the old generation, too few to tell what is live";
        }
        LiveHeap.Growth growth = heap.growth();
        text += ", about " + Wording.bytes(heap.liveBytes()) + " live";
        if (growth.probability() >= 1) {
            return text + "; whether it grows is not known after " + growth.troughs()
                    + " collections of the old generation";
        }
        return text + ", growing by " + Wording.bytes(growth.bytesPerSecond()) + "/s ("
                + Wording.percent(1 - growth.probability()) + " certain)";
    }
}
