package org.perfcontracts.cli;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.perfcontracts.contract.Presentation;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Format;
import org.perfcontracts.engine.RandomTraffic;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares a contract with the CPU. */
@Command(
        name = "validate",
        header = "Compare the contract of a target with the real CPU.",
        description = {
            "",
            "Feeds the witness of each path, and further packets where a loop was cut, to the real program, steps "
                    + "through it on the CPU, and compares instructions and memory accesses with the contract. Where there is "
                    + "abstract state, the packets are a sequence, each in the state that the earlier ones left.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 no difference; 1 a difference, or nothing measured, or the contract is not complete; 2 bad input.",
            "",
            "Examples:",
            "  bolt validate nf/firewall",
            "  bolt validate nf/router --level stack --format json",
            "  bolt validate nf/trie --packets 100000",
            "  bolt validate nf/nat --cycles"
        })
final class ValidateCommand extends TargetCommand {
    @Mixin
    private RandomTrafficOptions trafficOptions;

    @Mixin
    private MachineOptions machineOptions;

    @Mixin
    private PositionOptions positionOptions;

    @Mixin
    private ResolutionOptions resolutionOptions;

    ValidateCommand(Context context) {
        super(context);
    }

    @Override
    Result analyse(Analysis analysis, Request request, Consumer<Progress> progress, StopSignal stop) throws InputException {
        RandomTraffic traffic = trafficOptions.traffic(measured(progress));
        if (machineOptions.isGiven() && traffic.timing() == RandomTraffic.Timing.LEFT_OUT) {
            throw new InputException("--machine sets estimates beside measured cycles; give --cycles as well");
        }
        return analysis.validate(machineOptions.on(request), traffic, progress, stop);
    }

    @Override
    Request.Trial trial() {
        return positionOptions.areWanted() ? Request.Trial.HELD_ELSEWHERE : Request.Trial.HELD;
    }

    private static LongConsumer measured(Consumer<Progress> progress) {
        return progress instanceof ProgressLine line ? line::measured : _ -> { };
    }

    @Override
    Presentation presentation(Format format) throws InputException {
        OutputOptions.checkIsForAll(format);
        return new Presentation(resolutionOptions.resolution(), Presentation.Order.LIST);
    }
}
