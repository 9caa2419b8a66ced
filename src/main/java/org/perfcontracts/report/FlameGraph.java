package org.perfcontracts.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.perfcontracts.contract.Profile;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.report.page.Html;

/** A profile as a graph of nested bars, as wide as what they cost, or as the folded stacks from which other programs draw such graphs. */
public final class FlameGraph {
    private static final int WIDTH = 1200;
    private static final int MARGIN = 10;
    private static final int ROW = 18;
    private static final int TOP = 34;
    /** Of a letter, in the font below. */
    private static final double LETTER = 6.7;
    private static final int LEAST_LETTERS = 3;

    private final Profile profile;
    private final Metric metric;
    private final Frame root = new Frame();
    private final StringBuilder out = new StringBuilder();

    private static final class Frame {
        private final Map<String, Frame> callees = new LinkedHashMap<>();
        private long cost;

        int depth() {
            return 1 + callees.values().stream().mapToInt(Frame::depth).max().orElse(0);
        }
    }

    private FlameGraph(Profile profile, Metric metric) {
        this.profile = profile;
        this.metric = metric;
        for (Profile.Share share : profile.shares()) {
            Frame frame = root;
            frame.cost += share.cost(metric);
            for (String name : frames(share)) {
                frame = frame.callees.computeIfAbsent(name, _ -> new Frame());
                frame.cost += share.cost(metric);
            }
        }
    }

    private static List<String> frames(Profile.Share share) {
        return Stream.concat(share.stack().stream(), Stream.of(share.line())).toList();
    }

    /** A line for each share: functions and source line, the outermost first, with semicolons between; a blank, and what is spent there. */
    public static String folded(Profile profile, Metric metric) {
        StringBuilder lines = new StringBuilder();
        profile.shares().stream().filter(share -> share.cost(metric) > 0).forEach(share ->
                lines.append(String.join(";", frames(share).stream().map(frame -> frame.replace(';', ',')).toList())).append(' ').append(share.cost(metric)).append('\n'));
        return lines.toString();
    }

    /** A picture in SVG, callees above their callers and source lines above their functions. Each bar has a tooltip with its whole name and cost. */
    public static String svg(Profile profile, Metric metric, String title) {
        return new FlameGraph(profile, metric).draw(title);
    }

    private String draw(String title) {
        int height = TOP + root.depth() * ROW + MARGIN;
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(height)
                .append("\" role=\"img\" font-family=\"monospace\" font-size=\"11\">\n");
        out.append("<title>").append(Html.escape(title)).append("</title>\n");
        out.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        out.append("<text x=\"").append(MARGIN).append("\" y=\"20\" font-size=\"14\">").append(Html.escape(title)).append("</text>\n");
        bar("all", root, MARGIN, height - MARGIN - ROW);
        return out.append("</svg>\n").toString();
    }

    private void bar(String name, Frame frame, double x, int y) {
        if (frame.cost == 0) {
            return;
        }
        double width = (double) (WIDTH - 2 * MARGIN) * frame.cost / root.cost;
        String whole = name + ": " + frame.cost + " " + metric.title() + ", " + Numbers.percent(100.0 * frame.cost / root.cost);
        out.append("<g><title>").append(Html.escape(whole)).append("</title><rect x=\"").append(number(x)).append("\" y=\"").append(y)
                .append("\" width=\"").append(number(width)).append("\" height=\"").append(ROW - 1).append("\" rx=\"1\" fill=\"").append(colour(name)).append("\"/>");
        int letters = (int) ((width - 4) / LETTER);
        if (letters >= LEAST_LETTERS) {
            String text = name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
            out.append("<text x=\"").append(number(x + 3)).append("\" y=\"").append(y + ROW - 6).append("\">").append(Html.escape(text)).append("</text>");
        }
        out.append("</g>\n");
        double next = x;
        for (Map.Entry<String, Frame> callee : frame.callees.entrySet()) {
            bar(callee.getKey(), callee.getValue(), next, y - ROW);
            next += (double) (WIDTH - 2 * MARGIN) * callee.getValue().cost / root.cost;
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Light enough for black letters, and always the same for a name. */
    private static String colour(String name) {
        int hash = name.hashCode() & Integer.MAX_VALUE;
        return "hsl(" + (20 + hash % 40) + "," + (70 + hash / 40 % 25) + "%," + (62 + hash / 1000 % 14) + "%)";
    }
}
