package org.perfcontracts.timing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which processor it is, as CPUID tells it.
 *
 * @param vendor such as {@code GenuineIntel}
 * @param family displayed, extended family included
 * @param model  displayed, extended model included
 */
public record ProcessorModel(String vendor, int family, int model) {
    private static final Pattern TEXT = Pattern.compile("\\((\\S+), family (\\d{1,4}), model (\\d{1,4})\\)");
    private static final int OTHER_MODEL = 1 << 10;
    private static final int OTHER_FAMILY = 1 << 20;

    /** The one that a text speaks of, as profiles have it: {@code … (GenuineIntel, family 6, model 85)}. */
    public static Optional<ProcessorModel> in(String text) {
        Matcher found = TEXT.matcher(text);
        return found.find() ? Optional.of(new ProcessorModel(found.group(1), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)))) : Optional.empty();
    }

    /** How far another one is: 0 for the same; one of another model is nearer than one of another family, and that nearer than one of another vendor. */
    public int distance(ProcessorModel other) {
        if (!vendor.equals(other.vendor)) {
            return Integer.MAX_VALUE;
        }
        int byFamily = Math.abs(family - other.family);
        return byFamily > 0 ? OTHER_FAMILY + byFamily : model == other.model ? 0 : OTHER_MODEL + Math.abs(model - other.model);
    }

    @Override
    public String toString() {
        return vendor + ", family " + family + ", model " + model;
    }
}
