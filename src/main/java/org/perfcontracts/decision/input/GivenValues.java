package org.perfcontracts.decision.input;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.decision.Interval;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;

/** Values of PCVs and speeds as people write them: {@code flows.e=2,flows.t=1..8}; {@code 3.3GHz}. */
public final class GivenValues {
    /** How many values are written. */
    public static final String FORM = "a number, or a range such as 1..8";

    private static final Pattern VALUES = Pattern.compile("([0-9]{1,18})(?:\\.\\.([0-9]{1,18}))?");
    private static final Pattern CLOCK = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?) ?([kMG]?)Hz");
    private static final Map<String, Double> UNITS = Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9);

    private GivenValues() {
    }

    /** Values by the names of PCVs, of an option that may be given several times; see {@link #pcvs}. */
    public static Map<String, Interval> all(String option, List<String> texts) throws InputException {
        Map<String, Interval> given = new TreeMap<>();
        for (String text : texts) {
            for (Map.Entry<String, Interval> each : pcvs(option, text).entrySet()) {
                if (given.put(each.getKey(), each.getValue()) != null) {
                    throw new InputException(option + ": " + each.getKey() + " is given twice");
                }
            }
        }
        return given;
    }

    /**
     * Values by the names of PCVs.
     *
     * @param option what the text was given with, for complaints
     */
    public static Map<String, Interval> pcvs(String option, String text) throws InputException {
        Map<String, Interval> given = new TreeMap<>();
        String pending = "";
        for (String piece : text.split(",", -1)) {
            String whole = pending + piece;
            int sign = whole.lastIndexOf('=');
            if (sign < 0) {             // the name of a PCV may have a comma in it
                pending = whole + ",";
                continue;
            }
            pending = "";
            String name = whole.substring(0, sign).strip();
            if (name.isEmpty()) {
                throw new InputException(option + ": a name is missing before " + YamlNode.quoted(whole.substring(sign)));
            }
            if (given.put(name, values(option + ": " + name, whole.substring(sign + 1).strip())) != null) {
                throw new InputException(option + ": " + name + " is given twice");
            }
        }
        if (!pending.isEmpty()) {
            throw new InputException(option + ": must be name=value or name=low..high, with commas between them, not " + YamlNode.quoted(text));
        }
        return given;
    }

    /**
     * A number or a range.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Interval values(String text) {
        Matcher matcher = VALUES.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be " + FORM + ", not " + YamlNode.quoted(text));
        }
        long low = Long.parseLong(matcher.group(1));
        long high = matcher.group(2) == null ? low : Long.parseLong(matcher.group(2));
        if (high < low) {
            throw new IllegalArgumentException("the range " + text + " is empty; the smaller number comes first");
        }
        return new Interval(low, high);
    }

    private static Interval values(String what, String text) throws InputException {
        try {
            return values(text);
        } catch (IllegalArgumentException e) {
            throw new InputException(what + ": " + e.getMessage(), e);
        }
    }

    /** Cycles a second. */
    public static double clock(String option, String text) throws InputException {
        Matcher matcher = CLOCK.matcher(text);
        double hertz = matcher.matches() ? Double.parseDouble(matcher.group(1)) * UNITS.get(matcher.group(2)) : 0;
        if (hertz <= 0) {
            throw new InputException(option + ": must be a frequency above 0 such as 3.3GHz or 2400MHz, not " + YamlNode.quoted(text));
        }
        return hertz;
    }
}
