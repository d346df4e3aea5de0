package io.perfagent.profile.hot;

import io.perfagent.profile.stack.StackProfile;
import java.util.ArrayList;
import java.util.List;

/** Makes a profile smaller: what is below a share of all counts for the frame above it, so that totals stay as they are. */
final class Pruning {
    private Pruning() {}

    /**
     * @param share of the total that a frame must have to be kept, 0 to 1
     * @param maxNodes bound of the answer
     */
    static StackProfile prune(StackProfile profile, double share, int maxNodes) {
        StackProfile less = new StackProfile(profile.unit(), maxNodes);
        long least = (long) (profile.total() * share);
        copy(profile.root(), new ArrayList<>(), least, less);
        return less;
    }

    private static void copy(StackProfile.Node node, List<String> path, long least, StackProfile less) {
        long[] own = {node.self(), node.selfSamples()};
        for (StackProfile.Node child : node.children()) {
            if (child.total() >= least) {
                path.add(child.frame());
                copy(child, path, least, less);
                path.remove(path.size() - 1);
            } else {
                own[0] += child.total();
                own[1] += samples(child);
            }
        }
        if (own[1] > 0 || own[0] > 0) {
            less.add(path, own[0], own[1]);
        }
    }

    private static long samples(StackProfile.Node node) {
        long sum = node.selfSamples();
        for (StackProfile.Node child : node.children()) {
            sum += samples(child);
        }
        return sum;
    }
}
