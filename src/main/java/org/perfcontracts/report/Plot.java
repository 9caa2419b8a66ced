package org.perfcontracts.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Complementary cumulative distributions as a picture in SVG that needs no other file: for each value the share of packets that have it or more. Shares are on a logarithmic axis, as
 * it is the rare packets that are looked for. Equal distributions give equal pictures.
 */
public final class Plot {
    private static final int WIDTH = 860;
    private static final int PANEL = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 230;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int HEAD = 40;
    private static final int MOST_NAME = 30;
    private static final int LEGEND_LINE = 16;
    /** Okabe and Ito's palette, which people of any colour vision tell apart. */
    private static final List<String> COLOURS = List.of("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442");
    private static final List<String> DASHES = List.of("none", "6 3", "2 2");
    /** From such a ratio of the ends on, values are on a logarithmic axis. */
    private static final double WIDE = 50;
    private static final int MOST_CURVES = COLOURS.size() * DASHES.size();

    private final StringBuilder out = new StringBuilder();

    private Plot() {
    }

    /**
     * A curve.
     *
     * @param shares of the packets, by value, adding up to 1; values are not negative
     */
    public record Curve(String name, SortedMap<Long, Double> shares) {
    }

    /** Curves with one pair of axes; at least one curve. Of very many, the first are drawn. */
    public record Panel(String axis, List<Curve> curves) {
    }

    /** The picture. */
    public static String of(String title, List<Panel> panels) {
        Plot plot = new Plot();
        int height = HEAD + PANEL * panels.size();
        plot.line("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height + "\" viewBox=\"0 0 " + WIDTH + " " + height
                + "\" font-family=\"sans-serif\" font-size=\"12\">");
        plot.line("<title>" + escape(title) + "</title>");
        plot.line("<rect width=\"" + WIDTH + "\" height=\"" + height + "\" fill=\"#ffffff\"/>");
        plot.text(LEFT, 26, "start", 15, title);
        for (int i = 0; i < panels.size(); i++) {
            plot.panel(panels.get(i), HEAD + i * PANEL);
        }
        plot.line("</svg>");
        return plot.out.toString();
    }

    // ---- axes

    /** Where values are on the picture. */
    private record Axis(double low, double high, boolean logarithmic, double from, double to) {
        double at(double value) {
            double part = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
            return from + part * (to - from);
        }
    }

    private static Axis values(Panel panel, double from, double to) {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (Curve curve : panel.curves) {
            least = Math.min(least, curve.shares.firstKey());
            most = Math.max(most, curve.shares.lastKey());
        }
        boolean logarithmic = least > 0 && most / (double) least > WIDE;
        return logarithmic ? new Axis(least, most, true, from, to) : new Axis(most == least ? Math.max(0, least - 1) : least, Math.max(most, least + 1), false, from, to);
    }

    private static Axis shares(Panel panel, double from, double to) {
        double least = 1;
        for (Curve curve : panel.curves) {
            least = Math.min(least, Math.max(curve.shares.get(curve.shares.lastKey()), 1e-12));
        }
        return new Axis(Math.pow(10, Math.min(-1, Math.floor(Math.log10(least)))), 1, true, from, to);
    }

    /** Round values, some five to ten of them. */
    private static SortedMap<Double, String> ticks(Axis axis) {
        SortedMap<Double, String> ticks = new TreeMap<>();
        if (axis.logarithmic) {
            for (double decade = Math.pow(10, Math.floor(Math.log10(axis.low))); decade <= axis.high * 1.0001; decade *= 10) {
                if (decade >= axis.low * 0.9999) {
                    ticks.put(decade, number(decade));
                }
            }
            return ticks;
        }
        double rough = (axis.high - axis.low) / 6;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = Math.max(1, power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1));
        for (double tick = Math.ceil(axis.low / step) * step; tick <= axis.high; tick += step) {
            ticks.put(tick, number(tick));
        }
        return ticks;
    }

    private static String number(double value) {
        return value >= 1e7 ? String.format(Locale.ROOT, "%.0e", value).replace("e+0", "e").replace("e+", "e") : Numbers.plain(value);
    }

    // ---- drawing

    private void panel(Panel panel, int top) {
        Axis x = values(panel, LEFT, WIDTH - RIGHT);
        Axis y = shares(panel, top + PANEL - BOTTOM, top + TOP - 20);
        ticks(x).forEach((value, words) -> {
            path("#dddddd", 1, "none", "M" + round(x.at(value)) + " " + round(y.from) + "V" + round(y.to));
            text(x.at(value), y.from + 16, "middle", 12, words);
        });
        ticks(y).forEach((value, words) -> {
            path("#dddddd", 1, "none", "M" + round(x.from) + " " + round(y.at(value)) + "H" + round(x.to));
            text(x.from - 6, y.at(value) + 4, "end", 12, Numbers.plain(100 * value) + " %");
        });
        path("#000000", 1, "none", "M" + round(x.from) + " " + round(y.to) + "V" + round(y.from) + "H" + round(x.to));
        text((x.from + x.to) / 2, y.from + 36, "middle", 12, panel.axis + " (share of packets with at least so many)");
        List<Curve> drawn = panel.curves.subList(0, Math.min(MOST_CURVES, panel.curves.size()));
        for (int i = 0; i < drawn.size(); i++) {
            curve(drawn.get(i), x, y, COLOURS.get(i % COLOURS.size()), DASHES.get(i / COLOURS.size()));
            legend(drawn.get(i).name, i, x, y);
        }
    }

    private void curve(Curve curve, Axis x, Axis y, String colour, String dash) {
        StringBuilder way = new StringBuilder();
        double left = 1;
        for (Map.Entry<Long, Double> each : curve.shares.entrySet()) {
            String at = round(x.at(each.getKey()));
            way.append(way.isEmpty() ? "M" + round(x.from) + " " + round(y.at(1)) : "").append("H").append(at);
            left -= each.getValue();
            double share = Math.max(left, y.low);
            way.append("V").append(round(y.at(Math.min(1, share))));
        }
        path(colour, 2, dash, way.toString());
    }

    private void legend(String name, int number, Axis x, Axis y) {
        double at = y.to + 6 + number * LEGEND_LINE;
        if (at > y.from + BOTTOM - 10) {
            return;
        }
        path(COLOURS.get(number % COLOURS.size()), 2, DASHES.get(number / COLOURS.size()), "M" + round(x.to + 14) + " " + round(at) + "h20");
        text(x.to + 40, at + 4, "start", 12, name.length() > MOST_NAME ? name.substring(0, MOST_NAME - 1) + "…" : name);
    }

    private void path(String colour, int width, String dash, String way) {
        line("<path fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"" + width + "\"" + (dash.equals("none") ? "" : " stroke-dasharray=\"" + dash + "\"") + " d=\"" + way + "\"/>");
    }

    private void text(double x, double y, String anchor, int size, String words) {
        line("<text x=\"" + round(x) + "\" y=\"" + round(y) + "\" text-anchor=\"" + anchor + "\"" + (size == 12 ? "" : " font-size=\"" + size + "\"") + ">" + escape(words) + "</text>");
    }

    private static String round(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
