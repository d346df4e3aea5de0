package io.perfagent.control;

import io.perfagent.control.ledger.JsonObject;
import io.perfagent.export.proto.AttributeBytes;
import java.util.Arrays;

/**
 * Named numbers: the evidence of a step, or what was there before. Immutable. At most {@value #MAX_FIGURES}; more, and
 * numbers that are not finite, are left out and counted.
 *
 * <p>Names are written in code ({@code median_before_ms}), with their unit; no text of the application belongs here.
 */
public final class Figures {
    /** Most numbers kept. */
    public static final int MAX_FIGURES = 24;

    /** Longest name; what is beyond is cut. */
    public static final int MAX_NAME_CHARS = 64;

    /** Nothing. */
    public static final Figures NONE = new Figures(new String[0], new double[0], 0);

    private final String[] names;
    private final double[] numbers;
    private final int leftOut;

    private Figures(String[] names, double[] numbers, int leftOut) {
        this.names = names;
        this.numbers = numbers;
        this.leftOut = leftOut;
    }

    /** One number. */
    public static Figures of(String name, double number) {
        return NONE.with(name, number);
    }

    /** These and one more; of the same name, in place of the one there was. */
    public Figures with(String name, double number) {
        String cut = name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) : name;
        int place = Arrays.asList(names).indexOf(cut);
        boolean finite = !Double.isNaN(number) && !Double.isInfinite(number);
        if (!finite || (place < 0 && names.length == MAX_FIGURES)) {
            return new Figures(names, numbers, leftOut + 1);
        }
        int size = place < 0 ? names.length + 1 : names.length;
        int at = place < 0 ? names.length : place;
        String[] moreNames = Arrays.copyOf(names, size);
        double[] moreNumbers = Arrays.copyOf(numbers, size);
        moreNames[at] = cut;
        moreNumbers[at] = number;
        return new Figures(moreNames, moreNumbers, leftOut);
    }

    public int size() {
        return names.length;
    }

    /** How many numbers were left out. */
    public int leftOut() {
        return leftOut;
    }

    /** The number of that name, or NaN. */
    public double get(String name) {
        int place = Arrays.asList(names).indexOf(name);
        return place < 0 ? Double.NaN : numbers[place];
    }

    /** As attributes of an event, each name after {@code prefix}. */
    void putInto(AttributeBytes attributes, String prefix) {
        for (int i = 0; i < names.length; i++) {
            attributes.put(prefix.concat(names[i]), numbers[i]);
        }
    }

    /** As a line of the ledger holds them. */
    JsonObject json() {
        JsonObject object = new JsonObject();
        for (int i = 0; i < names.length; i++) {
            object.put(names[i], numbers[i]);
        }
        return object;
    }

    /** Those that {@link #json} wrote. */
    static Figures of(JsonObject json) {
        Figures figures = NONE;
        for (String name : json.keys()) {
            figures = figures.with(name, json.number(name, Double.NaN));
        }
        return figures;
    }

    /** {@code name=1.5, other=2}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            out.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(text(numbers[i]));
        }
        return out.toString();
    }

    /** Three digits after the point, or all of a number so small that they would say nothing. */
    static String text(double number) {
        double shown = Math.abs(number) < 0.001 ? number : Math.rint(number * 1000) / 1000;
        boolean whole = shown == Math.rint(shown) && Math.abs(shown) < 1e15;
        return whole ? Long.toString((long) shown) : Double.toString(shown);
    }
}
