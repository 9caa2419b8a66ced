package org.perfcontracts.contract;

import java.util.List;

/** A class with the numbers of its paths, their regions, and its words. */
record Member(InputClass inputClass, List<Integer> paths, List<Region> regions, ConditionNamer.Words words) {
}
