package org.perfcontracts.smt;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.sosy_lab.java_smt.solvers.bitwuzla.api.BitwuzlaNativeJNI;
import org.sosy_lab.java_smt.solvers.bitwuzla.api.Option;
import org.sosy_lab.java_smt.solvers.bitwuzla.api.Result;

/**
 * Asks Bitwuzla. What it was asked last stays asserted, one level a condition, so that a list which shares its beginning
 * with the one before costs only the rest. Instances share nothing and each may work on a thread of its own.
 */
final class BitwuzlaSolver implements Solver {
    /** How long a question may take unless said otherwise. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    /** Questions that a native solver is good for, whatever they are. */
    private static final int LEAST_QUESTIONS = 8;

    /**
     * How many times the conditions of a question a native solver may have been told. It finds values for everything that it has
     * ever been told, so that answers take longer and longer; one that has just been made knows nothing of what it is asked again.
     */
    private static final int MOST_TOLD = 8;

    /** Conditions that cost nothing to speak of, however few a question has. */
    private static final int FEW_CONDITIONS = 64;

    /** Native terms held before the instance starts afresh; some 100 MB. */
    private static final int MOST_TERMS = 400_000;

    /** No question is given up before it has had so long. */
    private static final Duration LEAST_TIME = Duration.ofMillis(500);

    private Duration timeLimit;
    private final Symbols symbols;
    private Instance instance;

    /**
     * A solver that answers "unknown" after the given time, at least a millisecond. Each question that takes so long halves the time
     * of the next ones, as many more like it tend to follow.
     */
    BitwuzlaSolver(Symbols symbols, Duration timeLimit) {
        BitwuzlaLibrary.load();
        this.symbols = symbols;
        this.timeLimit = timeLimit;
    }

    @Override
    public Answer check(List<Term> conditions) {
        try {
            if (instance == null) {
                instance = new Instance(timeLimit);
            }
            Answer answer = instance.check(conditions, symbols);
            if (answer instanceof Answer.Unknown) {
                loseConfidence();
            }
            return answer;
        } catch (RuntimeException | StackOverflowError e) {
            close();
            return new Answer.Unknown("the solver failed: " + e);
        } finally {
            if (instance != null && instance.size() > MOST_TERMS) {
                close();
            }
        }
    }

    private void loseConfidence() {
        if (timeLimit.compareTo(LEAST_TIME) > 0) {
            timeLimit = timeLimit.dividedBy(2);
            close();
        }
    }

    @Override
    public void close() {
        if (instance != null) {
            instance.close();
            instance = null;
        }
    }

    /** A native solver with its terms; unusable after a failure. */
    private static final class Instance implements AutoCloseable {
        private final long manager;
        private final long options;
        private long solver;
        private int asked;
        private int told;
        private final BitwuzlaTerms terms;
        private final List<Term> asserted = new ArrayList<>();

        Instance(Duration timeLimit) {
            manager = BitwuzlaNativeJNI.new_TermManager();
            options = BitwuzlaNativeJNI.new_Options__SWIG_0();
            set(options, Option.PRODUCE_MODELS, 1);
            set(options, Option.TIME_LIMIT_PER, (int) Math.max(1, timeLimit.toMillis()));
            // It works over all that is asserted anew for each question, which takes more time than it saves: terms are simple when they get here.
            set(options, Option.PREPROCESS, 0);
            solver = BitwuzlaNativeJNI.new_Bitwuzla__SWIG_0(manager, null, options, null);
            terms = new BitwuzlaTerms(manager);
        }

        private static void set(long options, Option option, int value) {
            BitwuzlaNativeJNI.Options_set__SWIG_3(options, null, option.swigValue(), value);
        }

        int size() {
            return terms.size();
        }

        Answer check(List<Term> conditions, Symbols symbols) {
            state(conditions);
            int result = BitwuzlaNativeJNI.Bitwuzla_check_sat__SWIG_1(solver, null);
            if (result == Result.SAT.swigValue()) {
                return new Answer.Satisfiable(model(conditions, symbols));
            }
            if (result == Result.UNSAT.swigValue()) {
                return new Answer.Unsatisfiable();
            }
            return new Answer.Unknown("the solver's time limit");
        }

        /** Makes the conditions what is asserted. */
        private void state(List<Term> conditions) {
            int shared = 0;
            int most = Math.min(asserted.size(), conditions.size());
            while (shared < most && asserted.get(shared) == conditions.get(shared)) {
                shared++;
            }
            int dropped = asserted.size() - shared;
            if (++asked > LEAST_QUESTIONS && told > MOST_TOLD * conditions.size() + FEW_CONDITIONS) {
                asked = 1;
                told = 0;
                BitwuzlaNativeJNI.delete_Bitwuzla(solver);
                solver = BitwuzlaNativeJNI.new_Bitwuzla__SWIG_0(manager, null, options, null);
                asserted.clear();
                shared = 0;
                dropped = 0;
            }
            if (dropped > 0) {
                BitwuzlaNativeJNI.Bitwuzla_pop(solver, null, dropped);
                asserted.subList(shared, asserted.size()).clear();
            }
            for (Term condition : conditions.subList(shared, conditions.size())) {
                long truth = terms.truth(condition);
                BitwuzlaNativeJNI.Bitwuzla_push(solver, null, 1);
                BitwuzlaNativeJNI.Bitwuzla_assert_formula(solver, null, truth, null);
                asserted.add(condition);
                told++;
            }
        }

        private Assignment model(List<Term> conditions, Symbols symbols) {
            Map<Symbol, BigInteger> values = new HashMap<>();
            for (Symbol symbol : symbols.of(conditions)) {
                long value = BitwuzlaNativeJNI.Bitwuzla_get_value(solver, null, terms.vector(symbol), null);
                try {
                    values.put(symbol, new BigInteger(BitwuzlaNativeJNI.Term_to_bv(value, null), 2));
                } finally {
                    BitwuzlaNativeJNI.delete_Term(value);
                }
            }
            return Assignment.of(values);
        }

        @Override
        public void close() {
            terms.close();
            BitwuzlaNativeJNI.delete_Bitwuzla(solver);
            BitwuzlaNativeJNI.delete_Options(options);
            BitwuzlaNativeJNI.delete_TermManager(manager);
        }
    }
}
