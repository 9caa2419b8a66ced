package org.perfcontracts.contract;

import java.util.List;

/** A class with the numbers of its paths and their regions. */
record Member(InputClass inputClass, List<Integer> paths, List<Region> regions) {
}
