package org.perfcontracts.cli;

import java.util.function.Consumer;
import org.perfcontracts.contract.Presentation;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Format;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Derives and prints a contract. */
@Command(
        name = "contract",
        header = "Derive the performance contract of a target.",
        description = {
            "",
            "Builds the target, starts it, stops it at its entry, and follows every path of its machine code from there. "
                    + "Prints the input classes with their formulas for instructions, memory accesses and cache lines, and what "
                    + "the contract rests on. A complete contract is first held against the CPU, which takes a second or two.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 complete; 1 not complete, or refuted by the CPU: the contract names what is missing or wrong; 2 bad input.",
            "",
            "Examples:",
            "  bolt contract nf/firewall",
            "  bolt contract nf/router --level stack --format json -o router.json",
            "  bolt contract nf/router --level stack --driver ixgbe --positions",
            "  bolt contract nf/firewall --cc clang --cflags '-O2 -g'",
            "  bolt contract nf/nat --format tree",
            "  bolt contract nf/nat --format python -o nat.py",
            "  bolt contract build/mine --entry nf_process \\",
            "      --parameters '{port: {bits: 16}, packet: packet, length: {length: packet, bits: 16}}' \\",
            "      -- -l 0 --no-huge --no-pci -m 256 --vdev=net_null0"
        })
final class ContractCommand extends TargetCommand {
    @Mixin
    private ReuseOptions reuseOptions;

    @Option(names = "--no-check", description = "print the contract as it was derived, without holding it against the CPU first")
    private boolean unchecked;

    @Mixin
    private PositionOptions positionOptions;

    @Mixin
    private ResolutionOptions resolutionOptions;

    @Option(names = "--by", paramLabel = "WHAT",
            description = "region: also tell cache lines by what they lie in: code, packet, stack, each region of state (JSON always does)")
    private Split by;

    @Mixin
    private MachineOptions machineOptions;

    /** The words of the option. */
    private enum Split {
        region
    }

    ContractCommand(Context context) {
        super(context);
    }

    @Override
    Result analyse(Analysis analysis, Request request, Consumer<Progress> progress, StopSignal stop) throws InputException {
        return analysis.contract(machineOptions.on(by == null ? request : request.by(Request.Split.REGION)), progress, stop);
    }

    @Override
    Request.Earlier earlier() {
        return reuseOptions.earlier();
    }

    @Override
    Request.Trial trial() {
        return unchecked ? Request.Trial.LEFT_OUT : positionOptions.areWanted() ? Request.Trial.HELD_ELSEWHERE : Request.Trial.HELD;
    }

    @Override
    void check() throws InputException {
        if (unchecked && positionOptions.areWanted()) {
            throw new InputException("--positions finds out on the CPU where driver and device may stand; leave --no-check out");
        }
    }

    @Override
    Presentation presentation(Format format) throws InputException {
        return new Presentation(resolutionOptions.resolution(), format == Format.TREE ? Presentation.Order.TREE : Presentation.Order.LIST);
    }
}
