package io.perfagent.weave;

import java.util.ArrayList;
import java.util.List;

/** A group of classes that are woven at the same sites: one class by name, or all drivers' statements. */
public final class Target {
    public final String name;
    final List<String> classNames = new ArrayList<>();
    public final List<Site> sites = new ArrayList<>();

    Target(String name) {
        this.name = name;
    }
}
