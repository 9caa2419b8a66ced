package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement of a condition, read back from its words. */
public sealed interface Statement {
    /** The words. */
    String text();

    /** All integers from low to high, both included. */
    record Run(BigInteger low, BigInteger high) {
    }

    /**
     * A field has one of some values.
     *
     * @param field its name in conditions
     * @param runs  of values, in ascending order; the last may end far beyond what the field can hold
     */
    record Among(String text, String field, List<Run> runs) implements Statement {
        /** Copies the list. */
        public Among {
            runs = List.copyOf(runs);
        }
    }

    /** Anything else, such as a relation of fields. */
    record Said(String text) implements Statement {
    }

    /** What the words say, as far as they speak of one field and numbers. */
    static Statement of(String text) {
        Matcher matcher = Reading.FORM.matcher(text);
        if (!matcher.matches()) {
            return new Said(text);
        }
        String field = matcher.group(1);
        return Reading.values(field, matcher.group(2), matcher.group(3)).<Statement>map(set ->
                new Among(text, field, set.runs().stream().map(run -> new Run(run.low(), run.high())).toList())).orElse(new Said(text));
    }

    /** How fields and values are written; the other way round of {@link Field#says}. */
    final class Reading {
        private static final Pattern FORM = Pattern.compile("([A-Za-z_][\\w.\\[\\]]*) (=|≠|<|>|in|not in|outside) (\\S.*)");
        private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
        private static final Pattern GROUPS = Pattern.compile("[0-9a-f]{1,4}(:[0-9a-f]{1,4}){5}|[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}");
        /** As many bits as the widest field has. */
        private static final int WIDTH = 128;

        private Reading() {
        }

        private static Optional<ValueSet> values(String field, String relation, String words) {
            Optional<ValueSet> said = switch (relation) {
                case "=", "≠" -> words.contains("/") ? prefix(field, words) : run(field, words, words);
                case "<" -> value(field, words).filter(end -> end.signum() > 0).map(end -> set(BigInteger.ZERO, end.subtract(BigInteger.ONE)));
                case ">" -> value(field, words).map(start -> set(start.add(BigInteger.ONE), last()));
                default -> words.startsWith("{") && words.endsWith("}") ? list(field, words.substring(1, words.length() - 1)) : list(field, words);
            };
            boolean denied = relation.equals("≠") || relation.equals("not in") || relation.equals("outside");
            return denied ? said.map(ValueSet::complement) : said;
        }

        private static BigInteger last() {
            return ValueSet.all(WIDTH).runs().getFirst().high();
        }

        private static ValueSet set(BigInteger low, BigInteger high) {
            return ValueSet.union(WIDTH, List.of(new ValueSet.Run(low, high)));
        }

        private static Optional<ValueSet> list(String field, String words) {
            ValueSet all = ValueSet.none(WIDTH);
            for (String word : words.split(", ")) {
                Optional<ValueSet> element = element(field, word);
                if (element.isEmpty()) {
                    return element;
                }
                all = all.union(element.get());
            }
            return Optional.of(all);
        }

        private static Optional<ValueSet> element(String field, String word) {
            String[] ends = word.split("…", -1);
            return ends.length > 2 ? Optional.empty() : run(field, ends[0], ends[ends.length - 1]);
        }

        private static Optional<ValueSet> run(String field, String low, String high) {
            Optional<BigInteger> start = value(field, low);
            Optional<BigInteger> end = value(field, high);
            boolean known = start.isPresent() && end.isPresent() && start.get().compareTo(end.get()) <= 0;
            return known ? Optional.of(set(start.get(), end.get())) : Optional.empty();
        }

        private static Optional<ValueSet> prefix(String field, String words) {
            String[] parts = words.split("/", -1);
            Optional<BigInteger> start = value(field, parts[0]);
            if (parts.length != 2 || !parts[1].matches("\\d{1,3}") || start.isEmpty()) {
                return Optional.empty();
            }
            int free = (parts[0].contains(".") ? 32 : WIDTH) - Integer.parseInt(parts[1]);
            return free < 0 ? Optional.empty()
                    : Optional.of(set(start.get(), start.get().add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE)));
        }

        private static Optional<BigInteger> value(String field, String word) {
            if (word.matches("\\d{1,39}")) {
                return Optional.of(new BigInteger(word));
            }
            if (word.matches("0x[0-9a-f]{1,32}")) {
                return Optional.of(new BigInteger(word.substring(2), 16));
            }
            if (IPV4.matcher(word).matches()) {
                return Optional.of(joined(Arrays.asList(word.split("\\.")), 10, 8));
            }
            if (GROUPS.matcher(word).matches()) {
                List<String> groups = new ArrayList<>(Arrays.asList(word.split(":")));
                return Optional.of(joined(groups, 16, groups.size() == 6 ? 8 : 16));
            }
            return Field.named(field, word);
        }

        private static BigInteger joined(List<String> groups, int radix, int bits) {
            BigInteger all = BigInteger.ZERO;
            for (String group : groups) {
                all = all.shiftLeft(bits).add(new BigInteger(group, radix));
            }
            return all;
        }
    }
}
