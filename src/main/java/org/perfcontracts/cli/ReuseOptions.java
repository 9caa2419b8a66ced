package org.perfcontracts.cli;

import org.perfcontracts.target.Request;
import picocli.CommandLine.Option;

/** Whether the answer of an earlier run may be given again. */
final class ReuseOptions {
    @Option(names = "--fresh", description = "derive anew even where nothing has changed since an earlier run")
    private boolean fresh;

    /** What the option says. */
    Request.Earlier earlier() {
        return fresh ? Request.Earlier.IGNORED : Request.Earlier.REUSED;
    }
}
