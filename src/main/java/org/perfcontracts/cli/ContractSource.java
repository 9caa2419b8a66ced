package org.perfcontracts.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.engine.Format;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.target.Builder;
import org.perfcontracts.target.EntryCheck;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.Target;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.Toolchain;
import org.perfcontracts.target.YamlNode;

/**
 * Where a contract comes from: its file, or a target.
 *
 * @param level of targets; null for the first that a target has
 */
record ContractSource(Context context, String level) {
    /** The contract in a file, or that of the target in a folder, derived or kept from an earlier run. */
    Contract read(Path path) throws InputException {
        return Files.isDirectory(path) ? derived(path) : file(path);
    }

    /** The contract in a file. */
    static Contract file(Path file) throws InputException {
        try {
            Contract contract = ContractFile.read(file);
            for (InputClass each : contract.classes()) {
                for (Formula formula : each.formulas().values()) {
                    check(file, contract, each, formula);
                }
            }
            return contract;
        } catch (IOException e) {
            throw new InputException(e.getMessage().replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), e);
        }
    }

    private static void check(Path file, Contract contract, InputClass inputClass, Formula formula) throws InputException {
        Set<String> listed = contract.pcvs().stream().map(Pcv::name).collect(Collectors.toSet());
        for (String name : formula.variables()) {
            if (!listed.contains(name)) {
                throw new InputException(file + " is not a contract: class " + inputClass.name() + " speaks of the PCV " + name + ", which is not listed");
            }
        }
    }

    private Contract derived(Path folder) throws InputException {
        if (!Files.exists(folder.resolve(TargetFile.NAME))) {
            throw new InputException(folder + " is a folder without " + TargetFile.NAME + ", so there is no contract to derive");
        }
        Target target = Toolchain.OF_THE_TARGET.of(TargetFile.read(folder));
        Level chosen = target.level(levelName());
        new Builder(context.stop()).build(target, Toolchain.OF_THE_TARGET.environment());
        EntryCheck.check(target, chosen);
        var request = new Request(target, chosen, RunSpec.DEFAULT_TIME_LIMIT, Budget.standard(), Request.Earlier.REUSED, Request.Trial.HELD);
        try (ProgressLine progress = context.progress(target.name() + ", level " + chosen.name())) {
            Result result = context.analysis().contract(request, progress, context.stop());
            return ContractFile.fromText(result.rendering().apply(Format.JSON));
        }
    }

    private Optional<LevelName> levelName() throws InputException {
        if (level == null) {
            return Optional.empty();
        }
        return Optional.of(LevelName.of(level).orElseThrow(() ->
                new InputException("--level: unknown: " + YamlNode.quoted(level) + "; known: " + LevelName.keys())));
    }
}
