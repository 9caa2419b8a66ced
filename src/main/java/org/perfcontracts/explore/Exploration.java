package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.state.Call;
import org.perfcontracts.expr.CompiledTerm;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Pcv;

/**
 * What came of exploring a program.
 *
 * @param terms where the terms of the paths were made
 * @param paths the paths, in the order of their decisions
 * @param pcvs the PCVs that the paths' formulas speak of
 * @param automatic where the automatic PCVs among them count, by name: the address in the process
 * @param complete whether every feasible path was followed to its end
 * @param reasons why it is not complete: one line each, naming the place; empty if it is
 * @param assumptions what writes to abstract state were assumed to keep, a sentence each
 * @param found memory that packets change and read and that was taken to hold anything, without having been registered
 * @param remembers whether there is other such memory, which was taken as it was in the snapshot
 * @param regions the bytes of each region of abstract state, registered or found, by its name
 * @param places says what the byte at an address of the process belongs to: the places of {@link Path#lines}
 * @param inputs the symbols that stand for what arrives
 * @param definitions what symbols stand for that no solver can reason about, such as hashes
 * @param calls the ways through functions of the stateful library that any path takes, where the marks name such functions
 * @param instructions how many instructions were executed symbolically
 * @param seconds how long it took
 */
public record Exploration(
        Terms terms,
        List<Path> paths,
        List<Pcv> pcvs,
        Map<String, Long> automatic,
        boolean complete,
        List<String> reasons,
        List<String> assumptions,
        List<Region> found,
        boolean remembers,
        Map<String, Long> regions,
        LongFunction<String> places,
        Inputs inputs,
        CompiledTerm.Definitions definitions,
        List<Call> calls,
        long instructions,
        double seconds) {
    /** What the assumption begins with that memory is as in the snapshot though packets change it. */
    public static final String AS_IN_SNAPSHOT = "Only as long as ";

    /** What the assumption begins with that there is nothing else of what was not looked for to the end. */
    public static final String CUT_SHORT = "For lack of time ";

    /** What the assumption begins with that polls with more packets than were followed are as was seen. */
    public static final String POLLS_WITH_MORE = "Polls with more than ";

    /** One of a program all of whose state is registered, of whose memory nothing has a name. */
    public Exploration(Terms terms, List<Path> paths, List<Pcv> pcvs, Map<String, Long> automatic, boolean complete, List<String> reasons,
            List<String> assumptions, Inputs inputs, List<Call> calls, long instructions, double seconds) {
        this(terms, paths, pcvs, automatic, complete, reasons, assumptions, List.of(), false, Map.of(), _ -> Touches.OTHER, inputs, _ -> Optional.empty(), calls, instructions, seconds);
    }

    /** The same with another assumption, a sentence. */
    public Exploration assuming(String assumption) {
        List<String> more = new ArrayList<>(assumptions);
        more.add(assumption);
        return new Exploration(terms, paths, pcvs, automatic, complete, reasons, more, found, remembers, regions, places, inputs, definitions, calls, instructions, seconds);
    }

    /** The same with other formulas of its paths, and the PCVs that they speak of. */
    Exploration with(List<Path> otherPaths, List<Pcv> otherPcvs, Map<String, Long> otherAutomatic) {
        return new Exploration(terms, otherPaths, otherPcvs, otherAutomatic, complete, reasons, assumptions, found, remembers, regions, places, inputs, definitions, calls,
                instructions, seconds);
    }
}
