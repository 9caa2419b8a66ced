package org.perfcontracts.expr;

/** Ways to round a number to an integral one, numbered as x86-64 does (SDM volume 1, table 4-8). */
public enum Rounding {
    /** To the nearest; to even where two are as near. */
    NEAREST,
    /** Towards negative infinity. */
    DOWN,
    /** Towards positive infinity. */
    UP,
    /** Towards zero. */
    TRUNCATE
}
