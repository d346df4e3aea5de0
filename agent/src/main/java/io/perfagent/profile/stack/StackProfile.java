package io.perfagent.profile.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one kind added up by stack, as a tree of frames. Bounded; not thread-safe.
 *
 * <p>A stack that needs a node beyond the bound is cut there: its value counts for the deepest frame that has a node, and
 * {@link #cutSamples()} counts it, so that totals are always exact.
 */
public final class StackProfile {
    /** A frame below the frames that called it. */
    public static final class Node {
        private final String frame;
        private @Nullable Map<String, Node> children;
        private long self;
        private long selfSamples;

        private Node(String frame) {
            this.frame = frame;
        }

        /** The frame's name, such as {@code com.acme.Shop.price}; empty for the root. */
        public String frame() {
            return frame;
        }

        /** Value of the samples that end in this frame, in the profile's unit. */
        public long self() {
            return self;
        }

        /** How many samples end in this frame. */
        public long selfSamples() {
            return selfSamples;
        }

        /** Value of the samples that end in this frame or below. */
        public long total() {
            long sum = self;
            for (Node child : children()) {
                sum += child.total();
            }
            return sum;
        }

        /** The frames this one has called, in the order in which they were first seen. */
        public List<Node> children() {
            return children == null ? List.of() : List.copyOf(children.values());
        }
    }

    /** What is told of each stack that samples end in. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param frames root first; valid during the call
         * @param value in the profile's unit
         */
        void stack(List<String> frames, long value, long samples);
    }

    private final Unit unit;
    private final int maxNodes;
    private final Node root = new Node("");
    private final Map<String, String> names = new HashMap<>();
    private int nodes;
    private long total;
    private long samples;
    private long cutSamples;

    /** @param maxNodes frames in the tree at most, each about 100 bytes; above 0 */
    public StackProfile(Unit unit, int maxNodes) {
        if (maxNodes <= 0) {
            throw new IllegalArgumentException("maxNodes must be above 0, is " + maxNodes);
        }
        this.unit = unit;
        this.maxNodes = maxNodes;
    }

    /** What values are counted in. */
    public Unit unit() {
        return unit;
    }

    /** What is told of each node that samples end in. */
    @FunctionalInterface
    public interface NodeVisitor {
        /** @param frames root first; valid during the call */
        void node(List<String> frames, Node leaf);
    }

    /**
     * Adds samples of one stack.
     *
     * @param frames root first
     * @param value in the profile's unit; not negative
     * @param count how many samples they are; not negative
     * @return the node they end in
     */
    public Node add(List<String> frames, long value, long count) {
        Node node = root;
        for (String frame : frames) {
            Node child = node.children == null ? null : node.children.get(frame);
            if (child == null) {
                if (nodes >= maxNodes) {
                    cutSamples += count;
                    break;
                }
                child = new Node(names.computeIfAbsent(frame, name -> name));
                if (node.children == null) {
                    node.children = new LinkedHashMap<>(4);
                }
                node.children.put(child.frame, child);
                nodes++;
            }
            node = child;
        }
        node.self += value;
        node.selfSamples += count;
        total += value;
        samples += count;
        return node;
    }

    /** Adds all of another profile of the same unit. */
    public void add(StackProfile other) {
        if (other.unit != unit) {
            throw new IllegalArgumentException("a profile of " + other.unit + " does not add to one of " + unit);
        }
        other.each(this::add);
        cutSamples += other.cutSamples;
    }

    /** The node above all stacks. */
    public Node root() {
        return root;
    }

    /** Sum of all values, in the profile's unit. */
    public long total() {
        return total;
    }

    /** How many samples were added. */
    public long samples() {
        return samples;
    }

    /** How many samples have lost frames to the bound. */
    public long cutSamples() {
        return cutSamples;
    }

    /** How many frames the tree has. */
    public int nodes() {
        return nodes;
    }

    /** Tells each stack in which samples end, parents before their children. */
    public void each(Visitor visitor) {
        eachNode((frames, leaf) -> visitor.stack(frames, leaf.self, leaf.selfSamples));
    }

    /** Tells each node in which samples end, parents before their children. */
    public void eachNode(NodeVisitor visitor) {
        walk(root, new ArrayList<>(), visitor);
    }

    private static void walk(Node node, List<String> path, NodeVisitor visitor) {
        if (node.selfSamples > 0 || node.self > 0) {
            visitor.node(List.copyOf(path), node);
        }
        if (node.children != null) {
            for (Node child : node.children.values()) {
                path.add(child.frame);
                walk(child, path, visitor);
                path.remove(path.size() - 1);
            }
        }
    }
}
