package org.perfcontracts.report;

/** A result in the formats that people and programs read. Each ends with a line break; equal results give equal reports. */
public abstract sealed class Report permits ChainReport, ContractReport, DiffReport, DistillationReport, ExplanationReport, LibraryReport, PaperReport, PredictionReport, RandomReport, UseCaseReport, ValidationReport, WorkloadReport, WorstReport {
    Report() {
    }

    /** Plain text of at most {@value TextWriter#COLUMNS} columns, where words allow it. */
    public final String text() {
        return TextWriter.write(document());
    }

    /** Markdown, with tables as GitHub reads them. */
    public final String markdown() {
        return MarkdownWriter.write(document());
    }

    /** A page of HTML that needs no other file. */
    public String html() {
        return HtmlWriter.write(document());
    }

    /** JSON, the format for programs. */
    public abstract String json();

    /** What the formats for people have in common. */
    abstract Document document();
}
