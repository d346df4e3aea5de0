package io.perfagent.profile.finding;

import java.util.ArrayList;
import java.util.List;

/**
 * A sample of the objects that were allocated a while ago and are still there, by class and place. Made at one reading and
 * not changed after.
 *
 * @param nanoTime when it was read
 * @param objects how many objects the sample has
 * @param entries by class and place, the most first
 */
public record LiveObjects(long nanoTime, int objects, List<Entry> entries) {
    /**
     * Objects of one class from one place.
     *
     * @param type class, such as {@code byte[]}
     * @param site method of the application that made them
     */
    public record Entry(String type, String site, int count) {}

    /** The parts of it that are over a share, as a finding names them. */
    List<Finding.Part> culprits(double leastShare, int most) {
        List<Finding.Part> parts = new ArrayList<>();
        for (Entry entry : entries) {
            double share = objects == 0 ? 0 : (double) entry.count / objects;
            if (share >= leastShare && parts.size() < most) {
                parts.add(new Finding.Part(entry.type + " made in " + entry.site, share));
            }
        }
        return List.copyOf(parts);
    }
}
