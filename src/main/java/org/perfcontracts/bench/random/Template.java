package org.perfcontracts.bench.random;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with places that are filled at random, once for each use: {@code $(1..7)} is a number, both ends included,
 * {@code $(a~b)} one of several texts, {@code $(k=1..7)} has a name by which {@code $(k)} gives the same text again, and
 * {@code $n} is the number of the use.
 */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\$n|\\$\\((?:([a-z]+)=)?([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");
    private static final char SEPARATOR = '~';

    private final int number;
    private final Random random;
    private final Map<String, String> named = new HashMap<>();

    /** A use with its number; texts expanded by it share their names. */
    Template(int number, Random random) {
        this.number = number;
        this.random = random;
    }

    /** Fills a text's places. */
    String expand(String text) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(
                place.group().equals("$n") ? Integer.toString(number) : filled(place.group(1), place.group(2))));
    }

    private String filled(String name, String content) {
        if (named.containsKey(content)) {
            return named.get(content);
        }
        String text = chosen(content);
        if (name != null) {
            named.put(name, text);
        }
        return text;
    }

    private String chosen(String content) {
        Matcher range = RANGE.matcher(content);
        if (range.matches()) {
            int low = Integer.parseInt(range.group(1));
            return Integer.toString(low + random.nextInt(Integer.parseInt(range.group(2)) - low + 1));
        }
        if (content.indexOf(SEPARATOR) < 0) {
            throw new IllegalArgumentException("$(" + content + ") is no range, no choice, and no name that was given before");
        }
        List<String> texts = List.of(content.split(String.valueOf(SEPARATOR), -1));
        return texts.get(random.nextInt(texts.size()));
    }
}
