package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Exit;
import org.perfcontracts.explore.state.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** Hand-made paths, with constraints as compilers leave them. */
final class Samples {
    static final int BYTES = 64;

    final Terms terms = new Terms();
    final Symbol length = terms.symbol("length", 16);
    final Symbol port = terms.symbol("port", 16);
    private Inputs inputs() {
        List<Symbol> packet = new ArrayList<>();
        for (int i = 0; i < BYTES; i++) {
            packet.add(octet(i));
        }
        List<Term> assumptions = List.of(not(terms.ult(word(1518), length)), not(terms.ult(word(1), port)));
        return new Inputs(packet, Map.of("length", length, "port", port), "length", assumptions);
    }

    Symbol octet(int index) {
        return terms.symbol("packet[" + index + "]", 8);
    }

    /** A load of two bytes as the processor makes it. */
    Term load16(int index) {
        return terms.concat(octet(index + 1), octet(index));
    }

    /** A load of two bytes, swapped. */
    Term big16(int index) {
        return terms.concat(octet(index), octet(index + 1));
    }

    Term big32(int index) {
        return terms.concat(big16(index), big16(index + 2));
    }

    Term word(long value) {
        return terms.constant(16, value);
    }

    Term not(Term condition) {
        return terms.not(condition);
    }

    Term isIpv4() {
        return terms.eq(load16(12), word(0x0008));
    }

    Term tooShort() {
        return terms.ult(length, word(34));
    }

    Term ihl() {
        return terms.extract(octet(14), 3, 0);
    }

    Term isVersion4() {
        return terms.eq(terms.extract(octet(14), 7, 4), terms.constant(4, 4));
    }

    Term hasIhl(int value) {
        return terms.eq(ihl(), terms.constant(4, value));
    }

    /** {@code ihl > 5} as a comparison of the masked byte, widened. */
    Term hasOptions() {
        Term masked = terms.and(terms.zext(octet(14), 32), terms.constant(32, 15));
        return terms.slt(terms.constant(32, 5), masked);
    }

    /** Whether the total length fits: {@code totalLength <= length - 14} in 32 bits, signed. */
    Term fits() {
        return terms.sle(terms.zext(big16(16), 32), terms.add(terms.zext(length, 32), -14));
    }

    private final List<Path> paths = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();

    private final List<Exit> exits = new ArrayList<>();
    private final List<LinearBound> bounds = new ArrayList<>();

    /** A way out of a loop that the next path takes. */
    Samples leaves(long header, long last) {
        exits.add(new Exit(header, last));
        return this;
    }

    /** What the next path says of a sum of PCVs. */
    Samples bound(Map<String, Long> weights, long most) {
        bounds.add(new LinearBound(weights, most));
        return this;
    }

    /** An operation that the next path calls. */
    Samples calls(String function, String region, long returned) {
        operations.add(new Operation(function, List.of(region), List.of(returned), Optional.empty()));
        return this;
    }

    Samples path(String mark, Polynomial instructions, Term... constraints) {
        return path(mark, instructions, new End.Returned(terms.constant(32, 0)), constraints);
    }

    Samples path(String mark, Polynomial instructions, End end, Term... constraints) {
        paths.add(new Path(
                paths.size() + 1,
                List.of(constraints),
                end,
                Map.of(Metric.INSTRUCTIONS, instructions, Metric.MEMORY_ACCESSES, instructions.plus(-10), Metric.CACHE_LINES, Polynomial.constant(5)),
                Map.of("code", Polynomial.constant(4), "stack", Polynomial.constant(1)),
                Map.of(),
                EnumSet.allOf(Metric.class),
                List.of(),
                mark.isEmpty() ? List.of() : List.of(mark),
                Map.of(),
                Set.of(),
                Witness.NONE,
                List.of(),
                List.of(),
                Map.of(),
                List.copyOf(operations),
                List.copyOf(exits),
                null,
                List.of(),
                List.copyOf(bounds)));
        operations.clear();
        exits.clear();
        bounds.clear();
        return this;
    }

    Samples path(String mark, long instructions, Term... constraints) {
        return path(mark, Polynomial.constant(instructions), constraints);
    }

    /** Of the paths added so far; complete if they are. */
    Exploration exploration(Pcv... pcvs) {
        boolean complete = paths.stream().allMatch(path -> path.end().isComplete());
        List<String> reasons = complete ? List.of() : List.of("a path stops");
        return new Exploration(
                terms, List.copyOf(paths), List.of(pcvs), Map.of(), complete, reasons, List.of(), inputs(), List.of(), 1_000, 0.5);
    }

    /** A firewall: short or malformed packets, what is not IPv4, options, and the rest. */
    Samples firewall() {
        return path("malformed", 20, tooShort())
                .path("not IPv4", 22, not(tooShort()), not(isIpv4()))
                .path("malformed", 25, not(tooShort()), isIpv4(), not(isVersion4()))
                .path("malformed", 26, not(tooShort()), isIpv4(), isVersion4(), terms.ult(ihl(), terms.constant(4, 5)))
                .path("IPv4 with options", 28, not(tooShort()), isIpv4(), isVersion4(), not(terms.ult(ihl(), terms.constant(4, 5))),
                        hasOptions())
                .path("malformed", 31, not(tooShort()), isIpv4(), isVersion4(), hasIhl(5), terms.ult(big16(16), word(20)))
                .path("malformed", 33, not(tooShort()), isIpv4(), isVersion4(), hasIhl(5), not(terms.ult(big16(16), word(20))),
                        not(fits()))
                .path("forwarded", 40, not(tooShort()), isIpv4(), isVersion4(), hasIhl(5), not(terms.ult(big16(16), word(20))),
                        fits(), terms.eq(port, word(0)))
                .path("forwarded", 40, not(tooShort()), isIpv4(), isVersion4(), hasIhl(5), not(terms.ult(big16(16), word(20))),
                        fits(), not(terms.eq(port, word(0))));
    }
}
