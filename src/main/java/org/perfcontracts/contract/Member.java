package org.perfcontracts.contract;

import java.util.List;

/** A class with the regions of its paths. */
record Member(InputClass inputClass, List<Region> regions) {
}
