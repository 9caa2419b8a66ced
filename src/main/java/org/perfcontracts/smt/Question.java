package org.perfcontracts.smt;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Function;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/**
 * Conditions by what they say, whatever their symbols are called.
 *
 * @param likeness the same for two questions if and only if one becomes the other, in its order, when its symbols are renamed
 * @param symbols  in the order in which the conditions have them first
 */
record Question(Likeness likeness, List<Symbol> symbols) {
    private static final int USUAL_BYTES = 1 << 14;

    /**
     * The SHA-256 digest of conditions written down with numbers for symbols. Nobody can name two different questions with the same one.
     *
     * @param digest of 32 bytes
     */
    record Likeness(ByteBuffer digest) {
    }

    /**
     * What some conditions ask.
     *
     * @param functions gives each function a number of its own
     */
    static Question of(List<Term> conditions, ToIntFunction<Function> functions) {
        List<Symbol> symbols = new ArrayList<>();
        ByteArrayOutputStream written = new ByteArrayOutputStream(USUAL_BYTES);
        try (Writing writing = new Writing(written, symbols, functions)) {
            for (Term condition : conditions) {
                writing.condition(condition);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(written.toByteArray());
            return new Question(new Likeness(ByteBuffer.wrap(digest)), symbols);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Writes terms, each once, the parts before the whole; where they occur again, their number. */
    private static final class Writing implements AutoCloseable {
        private static final int SYMBOL = 0;
        private static final int CONSTANT = 1;
        private static final int OPERATION = 2;
        private static final int CONDITION = 3;

        private final DataOutputStream out;
        private final List<Symbol> symbols;
        private final ToIntFunction<Function> functions;
        private final Map<Term, Integer> numbers = new HashMap<>();

        Writing(OutputStream out, List<Symbol> symbols, ToIntFunction<Function> functions) {
            this.out = new DataOutputStream(out);
            this.symbols = symbols;
            this.functions = functions;
        }

        void condition(Term condition) throws IOException {
            write(condition);
            out.writeByte(CONDITION);
            out.writeInt(numbers.get(condition));
        }

        private void write(Term top) throws IOException {
            Deque<Term> open = new ArrayDeque<>();      // terms are deeper than the thread's own stack
            open.push(top);
            while (!open.isEmpty()) {
                Term term = open.peek();
                if (numbers.containsKey(term)) {
                    open.pop();
                } else if (!(term instanceof Operation operation) || !opens(operation, open)) {
                    open.pop();
                    say(term);
                    numbers.put(term, numbers.size());
                }
            }
        }

        /** Whether parts of an operation have still to be written first. */
        private boolean opens(Operation operation, Deque<Term> open) {
            boolean any = false;
            for (int i = operation.arity() - 1; i >= 0; i--) {
                if (!numbers.containsKey(operation.argument(i))) {
                    open.push(operation.argument(i));
                    any = true;
                }
            }
            return any;
        }

        private void say(Term term) throws IOException {
            switch (term) {
                case Symbol symbol -> {
                    out.writeByte(SYMBOL);
                    out.writeInt(symbol.width());
                    symbols.add(symbol);
                }
                case Constant constant -> {
                    out.writeByte(CONSTANT);
                    out.writeInt(constant.width());
                    byte[] value = constant.value().toByteArray();
                    out.writeInt(value.length);
                    out.write(value);
                }
                case Operation operation -> {
                    out.writeByte(OPERATION);
                    out.writeByte(operation.operator().ordinal());
                    out.writeInt(operation.width());
                    out.writeInt(operation.low());
                    out.writeInt(operation.function() == null ? 0 : functions.applyAsInt(operation.function()));
                    out.writeInt(operation.arity());
                    for (Term argument : operation.arguments()) {
                        out.writeInt(numbers.get(argument));
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
