package io.perfagent.start.host;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/** The first lines of something that may go on; safe for all threads. */
public final class BoundedLines extends AbstractList<String> {
    private static final int MAX_LINES = 100;

    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized boolean add(String line) {
        return lines.size() < MAX_LINES && lines.add(line);
    }

    @Override
    public synchronized String get(int index) {
        return lines.get(index);
    }

    @Override
    public synchronized int size() {
        return lines.size();
    }

    @Override
    public synchronized Object[] toArray() {
        return lines.toArray();
    }

    @Override
    public synchronized <T> T[] toArray(T[] array) {
        return lines.toArray(array);
    }
}
