package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.KnownBounds;
import org.perfcontracts.expr.Term;

/** What a path under exploration knows of values: its constraints, a model of them, and what memory and abstract state hold. */
public abstract class Knowledge {
    public Memory memory;
    public List<Term> constraints;
    Map<Term, AddressRange> ranges;
    Map<Term, AddressRange> wideRanges;
    /** Terms whose values were found to be far apart, each with the number of constraints at that time. */
    Map<Term, Integer> far;
    /** Terms that were found to have many values. */
    Set<Term> many;
    public Assignment model;
    private Evaluator evaluator;
    /** What showed in the constraints when it was asked last, and how many they were: constraints are only ever added. */
    private KnownBounds bounds;
    private int bounding;

    /** What is known of the regions of abstract state. */
    public Map<Region, View> views;
    public AbstractState.Read reads;
    /** What was written into found state that it was not taken to hold. */
    public AbstractState.Outgrown outgrown;
    /** What was known of regions before cut loops that write there. */
    public Map<Region, View> forgotten;
    /** What holds besides the constraints if every cut loop is left in its first iteration, the latest first. */
    public Premise ifFirst;
    /** Conditions that were decided because nothing else is possible, the latest first. */
    Premise implied;
    long nextObject;
    /** Whether a read was given any value though it finds one that was written: not every model is a way that can be taken. */
    public boolean approximate;
    public int nextSymbol;

    /** Nothing is known but what memory holds. */
    protected Knowledge(Memory memory) {
        this.memory = memory;
        constraints = new ArrayList<>();
        ranges = new HashMap<>();
        wideRanges = new HashMap<>();
        far = new HashMap<>();
        many = new HashSet<>();
        model = Assignment.ZERO;
        views = new HashMap<>();
        forgotten = Map.of();
    }

    /** The same, to go its own way. */
    protected Knowledge(Knowledge other) {
        memory = other.memory.fork();
        constraints = new ArrayList<>(other.constraints);
        ranges = new HashMap<>(other.ranges);
        wideRanges = new HashMap<>(other.wideRanges);
        far = new HashMap<>(other.far);
        many = new HashSet<>(other.many);
        model = other.model;
        evaluator = null;
        bounds = other.bounds;
        bounding = other.bounding;
        views = new HashMap<>(other.views);
        reads = other.reads;
        outgrown = other.outgrown;
        forgotten = other.forgotten;
        ifFirst = other.ifFirst;
        implied = other.implied;
        nextObject = other.nextObject;
        approximate = other.approximate;
        nextSymbol = other.nextSymbol;
    }

    /** Adds a constraint that the model, if there is one, satisfies. */
    public void assume(Term constraint) {
        constraints.add(constraint);
    }

    /** Lets bounds of addresses be found anew. */
    public void forgetBounds() {
        ranges.clear();
        wideRanges.clear();
        far.clear();
    }

    public void setModel(Assignment newModel) {
        model = newModel;
        evaluator = null;
    }

    /** The bounds that show in the constraints. */
    public KnownBounds bounds() {
        if (bounds == null || bounding != constraints.size()) {
            bounds = new KnownBounds(constraints);
            bounding = constraints.size();
        }
        return bounds;
    }

    /** An evaluator under the model, which must be there. */
    public Evaluator evaluator() {
        if (evaluator == null) {
            evaluator = new Evaluator(model);
        }
        return evaluator;
    }

    /** Notes a condition that follows from the constraints, as when it was decided. */
    public void imply(Term condition) {
        implied = new Premise(condition, implied);
    }

    /** The conditions that were decided since an earlier state of the same path because nothing else was possible, the latest first. */
    public List<Term> impliedSince(Knowledge earlier) {
        List<Term> since = new ArrayList<>();
        for (Premise each = implied; each != null && each != earlier.implied; each = each.earlier()) {
            since.add(each.condition());
        }
        return since;
    }

    /** Takes over what other states have written into found state since an earlier one, each at places of its own. */
    public void outgrowLike(List<? extends Knowledge> others, Knowledge earlier) {
        Set<AbstractState.Outgrown> written = new LinkedHashSet<>();
        for (Knowledge other : others) {
            for (AbstractState.Outgrown each = other.outgrown; each != null && each != earlier.outgrown; each = each.earlier()) {
                written.add(new AbstractState.Outgrown(each.region(), each.chunk(), null, each.more(), null));
            }
        }
        written.forEach(each -> outgrown = new AbstractState.Outgrown(each.region(), each.chunk(), null, each.more(), outgrown));
    }

    /** A condition and those before it, immutable. */
    public record Premise(Term condition, Premise earlier) {
    }

    /** Notes what holds if every cut loop is left in its first iteration. */
    public void premise(Term condition) {
        if (!(condition instanceof Constant known) || known.isZero()) {
            ifFirst = new Premise(condition, ifFirst);
        }
    }
}
