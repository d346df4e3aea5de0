package io.perfagent.profile.finding;

import java.util.List;

/**
 * Something that costs enough to be told.
 *
 * @param id short and stable: {@code cpu.regular_expressions}, {@code lock}, {@code leak}
 * @param title what it is, in plain words
 * @param culprits the application's methods, classes or locks that it comes from, the dearest first
 * @param cost how much of what: {@code 31 % of CPU, 0.42 cores}
 * @param payers the operations that pay for it, the one that pays most first; empty where none is known
 * @param advice what helps
 * @param severity cost by the threshold above which it is told, so 1 or more: what findings are ranked by
 */
public record Finding(
        String id, String title, List<Part> culprits, String cost, List<Part> payers, String advice, double severity) {
    /**
     * A part of it.
     *
     * @param share of the finding, 0 to 1
     */
    public record Part(String name, double share) {}
}
