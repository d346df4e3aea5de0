package io.perfagent.it.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Goodput second by second of several variants of one experiment, as SVG that needs nothing else. */
final class OverloadChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 340;
    private static final int LEFT = 56;
    private static final int RIGHT = 12;
    private static final int TOP = 46;
    private static final int BOTTOM = 40;
    private static final int GRID_LINES = 5;
    private static final String[] COLOURS = {"#c0392b", "#e08e0b", "#7f8c8d", "#1f6fb2"};

    private final StringBuilder out = new StringBuilder();
    private final int seconds;
    private final double top;

    private OverloadChart(int seconds, double top) {
        this.seconds = seconds;
        this.top = top;
    }

    /**
     * @param lines by name, in the order of the colours; a value for each second
     * @param offered what arrives in each second
     */
    static String draw(String title, double[] offered, Map<String, double[]> lines) {
        double most = 1;
        for (double[] line : lines.values()) {
            for (double value : line) {
                most = Math.max(most, value);
            }
        }
        for (double value : offered) {
            most = Math.max(most, value);
        }
        OverloadChart chart = new OverloadChart(offered.length, Math.ceil(most / 100) * 100);
        chart.frame(title);
        chart.line(offered, "#000000", "stroke-width=\"1\" stroke-dasharray=\"2 3\"");
        chart.legend(0, "offered", "#000000");
        int i = 0;
        for (Map.Entry<String, double[]> line : lines.entrySet()) {
            String colour = COLOURS[i % COLOURS.length];
            chart.line(line.getValue(), colour, "stroke-width=\"1.8\"");
            chart.legend(++i, line.getKey(), colour);
        }
        return chart.out.append("</svg>\n").toString();
    }

    private void frame(String title) {
        text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                WIDTH, HEIGHT);
        text("<text x=\"%d\" y=\"18\" font-size=\"14\">%s</text>%n", LEFT, title);
        for (int i = 0; i <= GRID_LINES; i++) {
            double value = top * i / GRID_LINES;
            text(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>%n",
                    LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 6, y(value) + 4, value);
        }
        for (int second = 0; second <= seconds; second += 20) {
            text(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>%n",
                    x(second), HEIGHT - BOTTOM + 16, second);
        }
        text("<text x=\"%d\" y=\"%d\">answers of 200 within 250 ms, per second</text>%n", LEFT, HEIGHT - 6);
    }

    private void line(double[] values, String colour, String style) {
        out.append("<polyline fill=\"none\" stroke=\"")
                .append(colour)
                .append("\" ")
                .append(style)
                .append(" points=\"");
        for (int i = 0; i < values.length; i++) {
            text("%.1f,%.1f ", x(i), y(values[i]));
        }
        out.append("\"/>\n");
    }

    private void legend(int index, String name, String colour) {
        text("<text x=\"%d\" y=\"36\" fill=\"%s\">%s</text>%n", LEFT + index * 150, colour, name);
    }

    private double x(double second) {
        return LEFT + second * (WIDTH - LEFT - RIGHT) / seconds;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM) / top;
    }

    private void text(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }

    /** A phase's rate in each of its seconds, one phase after the other. */
    static double[] offered(List<OverloadExperiment.Phase> phases) {
        return phases.stream()
                .flatMapToDouble(phase ->
                        java.util.stream.DoubleStream.generate(phase::perSecond).limit(phase.seconds()))
                .toArray();
    }
}
