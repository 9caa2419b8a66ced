package org.perfcontracts.x86;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.perfcontracts.expr.Term;

/** The sixteen conditions on flags that jumps, {@code setcc} and {@code cmovcc} test (SDM volume 1, appendix B). */
final class Conditions {
    private Conditions() {
    }

    /** Each condition under the suffix that Zydis gives it: b for below, nle for greater … */
    static Map<String, Function<Machine, Term>> bySuffix() {
        Map<String, Function<Machine, Term>> conditions = new LinkedHashMap<>();
        putWithNegation(conditions, "o", machine -> machine.flag(Flag.OVERFLOW));
        putWithNegation(conditions, "b", machine -> machine.flag(Flag.CARRY));
        putWithNegation(conditions, "z", machine -> machine.flag(Flag.ZERO));
        putWithNegation(conditions, "be", machine -> machine.terms().or(machine.flag(Flag.CARRY), machine.flag(Flag.ZERO)));
        putWithNegation(conditions, "s", machine -> machine.flag(Flag.SIGN));
        putWithNegation(conditions, "p", machine -> machine.flag(Flag.PARITY));
        putWithNegation(conditions, "l", Conditions::less);
        putWithNegation(conditions, "le", machine -> machine.terms().or(less(machine), machine.flag(Flag.ZERO)));
        return conditions;
    }

    private static void putWithNegation(Map<String, Function<Machine, Term>> conditions, String suffix, Function<Machine, Term> condition) {
        conditions.put(suffix, condition);
        conditions.put("n" + suffix, machine -> machine.terms().not(condition.apply(machine)));
    }

    private static Term less(Machine machine) {
        return machine.terms().xor(machine.flag(Flag.OVERFLOW), machine.flag(Flag.SIGN));
    }
}
