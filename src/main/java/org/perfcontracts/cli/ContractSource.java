package org.perfcontracts.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.Presentation;
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
import org.perfcontracts.target.WorkTree;
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

    /** The contract of the target in a folder as it is in a revision of the git repository that the folder is in. */
    Contract read(Path folder, String revision) throws InputException {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + " is no folder, so it has no revisions");
        }
        try (WorkTree tree = WorkTree.of(folder, revision)) {
            return derived(tree.folder());
        } catch (InputException e) {
            throw new InputException("revision " + revision + ": " + e.getMessage(), e);
        }
    }

    /** The contract in a file. */
    static Contract file(Path file) throws InputException {
        try {
            return checked(file, ContractFile.read(file));
        } catch (IOException e) {
            throw new InputException(e.getMessage().replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), e);
        }
    }

    /** What the format alone does not say: names are unique, and formulas speak of PCVs that are there. */
    private static Contract checked(Path file, Contract contract) throws InputException {
        Set<String> pcvs = new HashSet<>();
        Set<String> classes = new HashSet<>();
        for (Pcv pcv : contract.pcvs()) {
            require(pcvs.add(pcv.name()), file, "two PCVs are called " + pcv.name());
        }
        for (InputClass each : contract.classes()) {
            require(classes.add(each.name()), file, "two classes are called " + each.name());
            for (Formula formula : each.formulas().values()) {
                for (String name : formula.variables()) {
                    require(pcvs.contains(name), file, "class " + each.name() + " speaks of the PCV " + name + ", which is not listed");
                }
            }
        }
        return contract;
    }

    private static void require(boolean holds, Path file, String message) throws InputException {
        if (!holds) {
            throw new InputException(file + " is not a contract: " + message.replaceAll("[\\p{Cntrl}\\s]+", " "));
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
        var request = new Request(target, chosen, RunSpec.DEFAULT_TIME_LIMIT, Budget.standard(), Request.Earlier.REUSED, Request.Trial.HELD, Presentation.STANDARD);
        Result result;
        try (ProgressLine progress = context.progress(target.name() + ", level " + chosen.name())) {
            result = context.analysis().contract(request, progress, context.stop());
        }
        result.warnings().forEach(warning -> context.err().println("bolt: warning: " + warning));
        return ContractFile.fromText(result.rendering().apply(Format.JSON));
    }

    private Optional<LevelName> levelName() throws InputException {
        if (level == null) {
            return Optional.empty();
        }
        return Optional.of(LevelName.of(level).orElseThrow(() ->
                new InputException("--level: unknown: " + YamlNode.quoted(level) + "; known: " + LevelName.keys())));
    }
}
