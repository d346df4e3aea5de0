package io.perfagent.profile.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The frames that a profile's samples end in, the largest first. */
public final class HotFrames {
    private HotFrames() {}

    /** @param value of the samples that end in the frame, in the profile's unit */
    public record HotFrame(String frame, long value) {}

    /** What was allocated or waited for is not a frame: the one that did it counts. */
    public static List<HotFrame> largest(StackProfile profile, int count) {
        Map<String, Long> self = new HashMap<>();
        profile.each((frames, value, samples) -> {
            int last = frames.size() - 1;
            while (last >= 0 && FrameKind.of(frames.get(last)) == FrameKind.TYPE) {
                last--;
            }
            if (last >= 0) {
                self.merge(frames.get(last), value, Long::sum);
            }
        });
        List<HotFrame> all = new ArrayList<>();
        self.forEach((frame, value) -> all.add(new HotFrame(frame, value)));
        all.sort((a, b) -> a.value != b.value ? Long.compare(b.value, a.value) : a.frame.compareTo(b.frame));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }
}
