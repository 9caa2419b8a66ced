package org.perfcontracts.timing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code bolt-calibrate} has measured on a machine; {@code native/calibrate/calibrate.c} describes the lines that it writes.
 *
 * @param words     what is said in a word or a few: {@code processor}, {@code vendor}, {@code family}, {@code model}, {@code virtual}, {@code cpu}, {@code pages}
 * @param clock     the clocks
 * @param steadiness how steady the core's clock was
 * @param figures   by their keys, such as {@code kinds.add.latency}
 * @param fallbacks what was not measured, and why
 * @param ladder    latencies of loads from sets of lines of growing size
 * @param notes     what people should know, a line each
 */
public record Calibration(Map<String, String> words, MachineProfile.Clock clock, Steadiness steadiness, Map<String, Figure> figures, Map<String, String> fallbacks,
        List<Step> ladder, List<String> notes) {
    private static final MathContext DIGITS = new MathContext(4);

    /** Keeps others from changing what was measured. */
    public Calibration {
        words = Map.copyOf(words);
        figures = Map.copyOf(figures);
        fallbacks = new TreeMap<>(fallbacks);
        ladder = List.copyOf(ladder);
        notes = List.copyOf(notes);
    }

    /**
     * How steady the core's clock was.
     *
     * @param spread between a high and a low quantile of its ratio to the time-stamp counter, as a share of it
     * @param kept   the share of all samples that was undisturbed, 0 to 1
     */
    public record Steadiness(double spread, double kept) {
    }

    /**
     * A figure.
     *
     * @param value  in cycles, bytes, or a cycle
     * @param spread from the figure to the median of its samples, as a share of it
     */
    public record Figure(double value, double spread) {
    }

    /**
     * The latency of loads from a set of lines in random order.
     *
     * @param bytes  the size of the set
     * @param cycles of a load
     */
    public record Step(long bytes, double cycles) {
    }

    /**
     * Reads what the program has written.
     *
     * @throws IllegalArgumentException if a line is not as described, or one is missing
     */
    public static Calibration of(List<String> lines) {
        var reader = new Reader();
        lines.forEach(reader::read);
        return reader.calibration();
    }

    /** What the processor calls itself, with family and model, which are more exact. */
    public String processor() {
        return word("processor") + " (" + word("vendor") + ", family " + word("family") + ", model " + word("model") + ")";
    }

    /** A short name for a machine of which no better one is known, such as {@code amd-26-2}. */
    public String name() {
        String vendor = word("vendor").toLowerCase(Locale.ROOT).replaceAll("^(authentic|genuine)|[^a-z0-9]", "");
        return (vendor.isEmpty() ? "cpu" : vendor) + "-" + word("family") + "-" + word("model");
    }

    /** Whether it was in a virtual machine. */
    public boolean isVirtual() {
        return word("virtual").equals("yes");
    }

    /** A word or a few that were said of the machine. */
    public String word(String key) {
        String word = words.get(key);
        if (word == null) {
            throw new IllegalArgumentException("nothing is said of " + key);
        }
        return word;
    }

    /**
     * The keys of figures whose spread is larger, with the spread, in their order. Beyond the caches of a core there is no one figure, so
     * that is left out.
     */
    public Map<String, Double> wide(double limit) {
        Map<String, Double> wide = new TreeMap<>();
        figures.forEach((key, figure) -> {
            if (figure.spread() > limit) {
                wide.put(key, figure.spread());
            }
        });
        return wide;
    }

    /**
     * The machine's profile. Figures have four digits: more are not known.
     *
     * @param name    its short name
     * @param program which program measured, and its version
     * @param day     when
     * @throws IllegalArgumentException if a figure is missing, or none that a machine can have
     */
    public MachineProfile profile(String name, String program, LocalDate day) {
        return new MachineProfile(name, processor(), source(program, day), new MachineProfile.Clock(rounded(clock.timestampGigahertz()), rounded(clock.coreRatio())),
                core(), kinds(), memory());
    }

    private String source(String program, LocalDate day) {
        String source = "Measured by " + program + " on " + day + (isVirtual() ? " in a virtual machine" : "") + ", with " + word("pages") + " pages.";
        List<String> defaults = new ArrayList<>();
        fallbacks.forEach((key, why) -> defaults.add(key + " (" + why + ")"));
        return defaults.isEmpty() ? source : source + " Not measured, but a default: " + String.join(", ", defaults) + ".";
    }

    private MachineProfile.Core core() {
        return new MachineProfile.Core(positive("core.width"), (int) Math.round(positive("core.window")), positive("core.loads"), positive("core.stores"),
                positive("core.takenBranches"), figure("core.misprediction"));
    }

    private Map<InstructionKind, MachineProfile.Times> kinds() {
        Map<InstructionKind, MachineProfile.Times> kinds = new EnumMap<>(InstructionKind.class);
        for (InstructionKind kind : InstructionKind.values()) {
            String key = "kinds." + kind.key();
            kinds.put(kind, new MachineProfile.Times(figure(key + ".latency"), positive(key + ".perCycle")));
        }
        return kinds;
    }

    private MachineProfile.Memory memory() {
        List<MachineProfile.Cache> levels = new ArrayList<>();
        for (String level : List.of("l1", "l2")) {
            String key = "memory." + level;
            levels.add(new MachineProfile.Cache(level, Math.round(given(key + ".bytes").value()), positive(key + ".latency")));
        }
        var beyond = new MachineProfile.Beyond(positive("memory.beyond.least"), positive("memory.beyond.median"), positive("memory.beyond.most"));
        return new MachineProfile.Memory(levels, beyond, positive("memory.vectorLoad"), positive("memory.storeForward"), positive("memory.codeLine"), (int) Math.round(positive("memory.lineBytes")));
    }

    private Figure given(String key) {
        Figure figure = figures.get(key);
        if (figure == null) {
            throw new IllegalArgumentException("there is no " + key);
        }
        return figure;
    }

    private double positive(String key) {
        double value = figure(key);
        if (value == 0) {
            throw new IllegalArgumentException(key + " is nothing");
        }
        return value;
    }

    private double figure(String key) {
        double value = given(key).value();
        if (!(value >= 0 && value < 1e12)) {
            throw new IllegalArgumentException(key + " is " + value);
        }
        return rounded(value);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    /** Line by line. */
    private static final class Reader {
        private final Map<String, String> words = new LinkedHashMap<>();
        private final Map<String, Figure> figures = new LinkedHashMap<>();
        private final Map<String, String> fallbacks = new LinkedHashMap<>();
        private final List<Step> ladder = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private MachineProfile.Clock clock;
        private Steadiness steadiness;

        private void read(String line) {
            String[] parts = line.strip().split(" +", 2);
            String rest = parts.length > 1 ? parts[1] : "";
            switch (parts[0]) {
                case "progress" -> { }
                case "clock" -> clock(fields(line, 5));
                case "figure" -> {
                    String[] fields = fields(line, 4);
                    figures.put(fields[1], new Figure(number(fields[2]), number(fields[3])));
                }
                case "ladder" -> {
                    String[] fields = fields(line, 4);
                    ladder.add(new Step(Math.round(number(fields[1])), number(fields[2])));
                }
                case "fallback" -> fallbacks.put(rest.split(" ", 2)[0], rest.substring(rest.indexOf(' ') + 1));
                case "note" -> notes.add(rest);
                default -> words.put(parts[0], rest);
            }
        }

        private void clock(String[] fields) {
            clock = new MachineProfile.Clock(number(fields[1]), number(fields[2]));
            steadiness = new Steadiness(number(fields[3]), number(fields[4]));
        }

        private static String[] fields(String line, int count) {
            String[] fields = line.strip().split(" +");
            if (fields.length != count) {
                throw new IllegalArgumentException("not understood: " + line);
            }
            return fields;
        }

        private static double number(String text) {
            double value = Double.parseDouble(text);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a figure is " + text);
            }
            return value;
        }

        private Calibration calibration() {
            if (clock == null) {
                throw new IllegalArgumentException("nothing is said of the clock");
            }
            return new Calibration(words, clock, steadiness, figures, fallbacks, ladder, notes);
        }
    }
}
