package org.perfcontracts.cpu;

import java.util.List;

/**
 * What a sequence of packets counts.
 *
 * @param points  addresses whose passages are counted
 * @param regions memory of the instances that passages are told apart by, in rising order, disjoint
 */
record PointTable(List<Point> points, List<Region> regions) {
    /** How the passages of a point are counted. */
    enum Counting {
        PLAIN,
        /** For each instance whose memory is accessed first at or after the point; behind the last access for the first of all. */
        BY_INSTANCE,
        /** And named in the order of their passages. */
        IN_ORDER
    }

    record Point(long address, Counting counting) {
    }

    /** From one address up to, and not including, another; instances have numbers from 1 on. */
    record Region(long start, long end, int instance) {
    }

    PointTable {
        points = List.copyOf(points);
        regions = List.copyOf(regions);
    }
}
