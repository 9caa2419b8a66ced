package org.perfcontracts.report.page;

/** Texts as HTML. */
public final class Html {
    private Html() {
    }

    /** The text as it stands between tags, or in an attribute between double quotes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** An element that holds a text. */
    public static String element(String tag, String text) {
        return "<" + tag + ">" + escape(text) + "</" + tag + ">";
    }

    /** The same with a class for the style. */
    public static String element(String tag, String styleClass, String text) {
        return "<" + tag + " class=\"" + styleClass + "\">" + escape(text) + "</" + tag + ">";
    }
}
