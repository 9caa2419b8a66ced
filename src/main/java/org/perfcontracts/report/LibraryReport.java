package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.contract.LibraryContract;
import org.perfcontracts.contract.LibraryFile;
import org.perfcontracts.contract.OperationContract;
import org.perfcontracts.formula.Metric;

/** The contracts of a library's operations as a report. */
public final class LibraryReport extends Report {
    private final LibraryContract library;

    /** The report of the operations of one program. */
    public LibraryReport(LibraryContract library) {
        this.library = library;
    }

    @Override
    public String json() {
        return LibraryFile.toText(library);
    }

    @Override
    Document document() {
        String entry = library.subject().entry();
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(ContractReport.facts(library.subject()));
        if (!library.complete()) {
            blocks.add(new Document.Paragraph("NOT COMPLETE: some paths were not followed to their end, so some calls may be missing "
                    + "or cost more than is said here. What is missing is named below."));
        }
        blocks.add(new Document.Heading("Operations, as called from " + entry));
        if (library.operations().isEmpty()) {
            blocks.add(new Document.Paragraph("No operation of the library is called."));
        } else {
            blocks.add(operations());
        }
        if (!library.pcvs().isEmpty()) {
            blocks.add(new Document.Heading("PCVs: what the formulas count during one call"));
            blocks.add(ContractReport.pcvs(library.pcvs()));
        }
        if (!library.notCalled().isEmpty()) {
            blocks.add(new Document.Heading("Not called from " + entry + ", or inlined there"));
            blocks.add(new Document.Paragraph(String.join(", ", library.notCalled())));
        }
        blocks.add(new Document.Heading("Assumptions"));
        blocks.add(new Document.Bullets(library.assumptions()));
        if (!library.complete()) {
            blocks.add(new Document.Heading("What was not explored"));
            blocks.add(new Document.Bullets(library.reasons()));
        }
        return new Document("Contracts of the stateful operations of " + library.subject().target() + ", level "
                + library.subject().level(), blocks);
    }

    private Document.Table operations() {
        List<String> columns = new ArrayList<>(List.of("operation", "outcome"));
        for (Metric metric : library.metrics()) {
            columns.add(metric.title());
        }
        columns.addAll(List.of("ways", "bound"));
        List<Document.Row> rows = new ArrayList<>();
        library.operations().forEach(operation -> operation.outcomes().forEach(outcome -> rows.add(row(operation, outcome))));
        return new Document.Table(columns, "meaning", rows);
    }

    private Document.Row row(OperationContract operation, OperationContract.Outcome outcome) {
        List<String> cells = new ArrayList<>(List.of(operation.title(), outcome.name()));
        for (Metric metric : library.metrics()) {
            cells.add(ContractReport.cell(metric, outcome.formulas().get(metric)));
        }
        cells.add(Integer.toString(outcome.ways()));
        cells.add(bound(outcome));
        boolean last = outcome == operation.outcomes().getLast();
        return new Document.Row(cells, last && !operation.meaning().isEmpty() ? List.of(operation.meaning()) : List.of());
    }

    private String bound(OperationContract.Outcome outcome) {
        if (!library.complete()) {
            return "incomplete";
        }
        return outcome.exact() ? "exact" : "upper";
    }
}
