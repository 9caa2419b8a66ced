package org.perfcontracts.explore.loop;

import java.util.function.ObjLongConsumer;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.memory.Opaques;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.memory.Resolver;
import org.perfcontracts.explore.memory.Tables;
import org.perfcontracts.expr.Terms;

/**
 * What it takes to cut a loop.
 *
 * @param terms where to make terms
 * @param code the program's instructions
 * @param lines counts the cache lines that they touch
 * @param marks its marked points
 * @param opaques the values that no solver is asked about
 * @param regions its abstract state
 * @param tables memory of the snapshot at places that are open
 * @param resolver finds what terms can be
 * @param runner explores iterations
 * @param assumption is told what is assumed, and where
 */
public record Means(Terms terms, Code code, LineCounter lines, MarkPoints marks, Opaques opaques, Regions regions, Tables tables, Resolver resolver, Runner runner, ObjLongConsumer<String> assumption) {
}
