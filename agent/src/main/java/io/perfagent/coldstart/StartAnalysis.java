package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the report of a start from what was noted while it went on. Pure; for after the start. */
public final class StartAnalysis {
    private StartAnalysis() {}

    /**
     * @param kind {@code ordinary} or {@code analysed}
     * @param records pieces of work, in any order
     * @param dropped pieces that found no room
     * @param mainThread the thread that runs {@code main}, on which the start ends
     * @param ownCpuNanos CPU of the agent's threads, {@link Counters#NOT_MEASURED} if unknown
     * @param hooked whether hooks were in place before {@code main}
     */
    public static StartReport of(
            String kind,
            Anchors anchors,
            StartRecord[] records,
            int dropped,
            long mainThread,
            long ownCpuNanos,
            boolean hooked) {
        boolean ended = anchors.has(Point.READY);
        Pieces pieces = Pieces.of(ended ? records : new StartRecord[0], anchors.endNanos());
        List<CriticalPath.Step> path =
                ended ? CriticalPath.of(pieces, mainThread, anchors.beginNanos(), anchors.endNanos()) : List.of();
        return new StartReport(
                kind,
                anchors,
                phases(anchors),
                components(pieces),
                pieces,
                path,
                records.length,
                dropped,
                ownCpuNanos,
                hooked);
    }

    /** The stretches between the points that this start has come to, in order of time. */
    private static List<Phase> phases(Anchors anchors) {
        List<Point> reached = new ArrayList<>();
        for (Point point : Point.values()) {
            if (anchors.has(point)) {
                reached.add(point);
            }
        }
        reached.sort(Comparator.comparingLong(anchors::get));
        List<Phase> phases = new ArrayList<>();
        for (int i = 1; i < reached.size(); i++) {
            Point from = reached.get(i - 1);
            Point to = reached.get(i);
            if (anchors.get(from) == anchors.get(to)) {
                continue; // it is taken to be ready when it listens
            }
            phases.add(new Phase(
                    from.title + " to " + to.title,
                    anchors.get(from),
                    anchors.get(to),
                    anchors.counters(from),
                    anchors.counters(to)));
        }
        return phases;
    }

    /** What has a name and a time of its own: the longest first, by their own time. */
    private static List<Piece> components(Pieces pieces) {
        List<Piece> some = new ArrayList<>();
        for (Piece one : pieces.all) {
            if (one.kind != Kind.WAIT && one.kind != Kind.TASK && one.kind != Kind.RELEASE) {
                some.add(one);
            }
        }
        some.sort(Comparator.comparingLong((Piece one) -> one.selfNanos).reversed());
        return some.size() > StartReport.MAX_COMPONENTS ? some.subList(0, StartReport.MAX_COMPONENTS) : some;
    }
}
