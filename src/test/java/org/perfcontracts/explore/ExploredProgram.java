package org.perfcontracts.explore;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.perfcontracts.cpu.CpuLevel;
import org.perfcontracts.cpu.MemoryWrite;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.Replay;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.cpu.TargetProcess;
import org.perfcontracts.cpu.Trace;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.CodeMap;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.Mark;
import org.perfcontracts.image.MarkSection;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;
import org.perfcontracts.x86.Decoder;

/** A program whose {@code nf_process} was explored, standing there for inputs to be tried on the CPU. */
final class ExploredProgram implements AutoCloseable {
    static final int MOST_STEPS = 6_000;

    private final TargetProcess process;
    private final Terms terms = new Terms();
    private final MarkPoints marks = new MarkPoints();
    private final Injection injection;
    private final Explorer explorer;
    private final Solver solver = SolverChain.create(terms, new Statistics());
    private Exploration exploration;
    private Referee referee;

    private ExploredProgram(ElfFile binary, TargetProcess process, TinyProgram.Range length, Budget budget) throws Exception {
        this.process = process;
        for (Mark mark : MarkSection.read(binary)) {
            switch (mark.kind()) {
                case PCV -> marks.addPcv(mark.name(), mark.address() + process.bias());
                case CLASS -> marks.addClass(mark.name(), mark.address() + process.bias());
            }
        }
        injection = Injection.arguments(terms, process.snapshot(), List.of(
                new Injection.Parameter.Number("port", 16, 0, 0xffff),
                new Injection.Parameter.Packet("packet"),
                new Injection.Parameter.Length("length", 16, length.low(), length.high()),
                new Injection.Parameter.Number("now", 64, 0, -1)));
        CodeMap code = CodeMap.of(process.snapshot());
        explorer = new Explorer(new Explorer.Setup(terms, process.snapshot(), Decoder.ofHome(), marks, Regions.NONE, Explorer.Until.RETURN,
                injection, OptionalLong.empty(), address -> place(code, address),
                address -> variable(binary, process.bias(), address), budget, 2));
    }

    private static Optional<Explorer.Variable> variable(ElfFile binary, long bias, long address) {
        return binary.objectAt(address - bias).map(object -> new Explorer.Variable(object.name(), object.address() + bias, object.size()));
    }

    private static String place(CodeMap code, long address) {
        return code.locate(address).map(at -> at.line().map(Object::toString).orElse(at.toString()))
                .orElse("0x" + Long.toHexString(address));
    }

    /** The budget of tests: small programs, short paths. */
    static Budget budget() {
        return new Budget(5_000, Duration.ofSeconds(60), Budget.standard().memory(), MOST_STEPS, 16);
    }

    /** Compiled and started, not yet explored. */
    static ExploredProgram start(java.nio.file.Path file, TinyProgram.Range length, Budget budget) throws Exception {
        ElfFile binary = ElfFile.read(file);
        long entry = binary.symbol("nf_process").orElseThrow().address();
        TargetProcess process = TargetProcess.start(new RunSpec(file, List.of(), file.getParent(), CpuLevel.V2, entry));
        try {
            return new ExploredProgram(binary, process, length, budget);
        } catch (Exception e) {
            process.close();
            throw e;
        }
    }

    Explorer explorer() {
        return explorer;
    }

    Exploration explore() throws InterruptedException {
        exploration = explorer.explore(_ -> { });
        referee = new Referee(process, exploration, injection, marks, Regions.NONE, Explorer.Until.RETURN);
        return exploration;
    }

    Referee referee() {
        return referee;
    }

    /** Executes an input on the CPU; given up after {@link #MOST_STEPS}. */
    Trace run(Assignment input) throws TargetException {
        List<MemoryWrite> writes = new ArrayList<>();
        injection.writes(input, List.of()).forEach(each -> writes.add(new MemoryWrite(each.address(), each.bytes())));
        return process.replay(new Replay(writes, injection.generals(input), List.of(), new Replay.Stop.ReturnToCaller(), MOST_STEPS));
    }

    /**
     * The paths that an input can have taken, for all we know: what they executed outside cut loops is part of what the CPU
     * executed, in order, and their constraints allow the input and the result.
     */
    List<Path> candidates(Assignment input, Trace trace) {
        Substitution known = known(input);
        return exploration.paths().stream()
                .filter(path -> !path.end().isComplete() || (path.end() instanceof End.Faults ? trace.end() instanceof Trace.End.Fault : trace.isDone()))
                .filter(path -> fits(path, trace))
                .filter(path -> allows(path, known, trace)).toList();
    }

    private Substitution known(Assignment input) {
        Map<Term, Term> values = new HashMap<>();
        List<Symbol> symbols = new ArrayList<>(exploration.inputs().packet());
        symbols.addAll(exploration.inputs().parameters().values());
        symbols.forEach(symbol -> values.put(symbol, terms.constant(symbol.width(), input.value(symbol))));
        return new Substitution(terms, values);
    }

    private static boolean fits(Path path, Trace trace) {
        long[] expected = path.trace().instructions(0);
        if (!path.cut() && path.end().isComplete() && expected.length != trace.length()) {
            return false;
        }
        int found = 0;
        for (int i = 0; i < trace.length() && found < expected.length; i++) {
            if (trace.instruction(i) == expected[found]) {
                found++;
            } else if (!path.cut()) {
                return false;
            }
        }
        return found == expected.length || trace.end() instanceof Trace.End.StepLimit && found == trace.length();
    }

    private boolean allows(Path path, Substitution known, Trace trace) {
        List<Term> conditions = new ArrayList<>();
        path.constraints().forEach(each -> conditions.add(known.apply(each)));
        if (path.end() instanceof End.Returned returned) {
            conditions.add(terms.eq(known.apply(returned.value()), terms.constant(64, BigInteger.valueOf(trace.result()).mod(BigInteger.TWO.pow(64)))));
        }
        if (conditions.contains(terms.no())) {
            return false;
        }
        conditions.removeIf(each -> each == terms.yes());
        return conditions.isEmpty() || !(solver.check(conditions) instanceof Answer.Unsatisfiable);
    }

    /** Values of the inputs by name, for messages: the packet as far as it goes in hexadecimal. */
    String describe(Assignment input) {
        StringBuilder text = new StringBuilder();
        exploration.inputs().parameters().forEach((name, symbol) -> text.append(name).append(' ').append(input.value(symbol)).append(", "));
        text.append("packet ");
        exploration.inputs().packet().forEach(symbol -> text.append(String.format("%02x", input.value(symbol).intValue())));
        return text.toString();
    }

    @Override
    public void close() {
        solver.close();
        process.close();
    }
}
