package io.perfagent.sample.hot;

/** Hot method: the shortest of many ways, all of them tried. */
final class Routes {
    private static final int MANY = 3000;
    private static final int FEW = 10;

    private final int places;

    Routes(boolean causes) {
        places = causes ? MANY : FEW;
    }

    String shortest() {
        return "distance " + tryAll(places);
    }

    private static double tryAll(int places) {
        double least = Double.MAX_VALUE;
        for (int from = 0; from < places; from++) {
            for (int to = 0; to < places; to++) {
                double x = from * 0.37 - to * 0.11;
                double y = from * 0.13 + to * 0.29;
                least = Math.min(least, x * x + y * y + Math.abs(from - to));
            }
        }
        return least;
    }
}
