package org.perfcontracts.image;

import java.util.List;
import java.util.Optional;

/**
 * An entry of {@code .debug_info}: a function, a parameter, a type.
 *
 * @param shape what its attributes are
 * @param next where the entry behind it begins: its first child if it has children
 * @param values of the attributes of its shape, in their order
 */
record DebugEntry(DebugUnit unit, DebugAbbreviations.Shape shape, long next, DebugValue[] values) {
    static final long TAG_ARRAY_TYPE = 0x01;
    static final long TAG_CLASS_TYPE = 0x02;
    static final long TAG_ENUMERATION_TYPE = 0x04;
    static final long TAG_FORMAL_PARAMETER = 0x05;
    static final long TAG_MEMBER = 0x0d;
    static final long TAG_POINTER_TYPE = 0x0f;
    static final long TAG_REFERENCE_TYPE = 0x10;
    static final long TAG_STRUCTURE_TYPE = 0x13;
    static final long TAG_TYPEDEF = 0x16;
    static final long TAG_UNION_TYPE = 0x17;
    static final long TAG_INHERITANCE = 0x1c;
    static final long TAG_SUBRANGE_TYPE = 0x21;
    static final long TAG_BASE_TYPE = 0x24;
    static final long TAG_CONST_TYPE = 0x26;
    static final long TAG_SUBPROGRAM = 0x2e;
    static final long TAG_VARIABLE = 0x34;
    static final long TAG_VOLATILE_TYPE = 0x35;
    static final long TAG_RESTRICT_TYPE = 0x37;
    static final long TAG_RVALUE_REFERENCE_TYPE = 0x42;
    static final long TAG_ATOMIC_TYPE = 0x47;

    static final long LOCATION = 0x02;
    static final long NAME = 0x03;
    static final long BYTE_SIZE = 0x0b;
    static final long BIT_OFFSET = 0x0c;
    static final long BIT_SIZE = 0x0d;
    static final long LOW_PC = 0x11;
    static final long UPPER_BOUND = 0x2f;
    static final long ABSTRACT_ORIGIN = 0x31;
    static final long CALLING_CONVENTION = 0x36;
    static final long COUNT = 0x37;
    static final long DATA_MEMBER_LOCATION = 0x38;
    static final long ENCODING = 0x3e;
    static final long SPECIFICATION = 0x47;
    static final long TYPE = 0x49;
    static final long RANGES = 0x55;
    static final long SIGNATURE = 0x69;
    static final long DATA_BIT_OFFSET = 0x6b;
    static final long LINKAGE_NAME = 0x6e;
    static final long STR_OFFSETS_BASE = 0x72;
    static final long ADDR_BASE = 0x73;
    static final long LOCLISTS_BASE = 0x8c;

    long tag() {
        return shape.tag();
    }

    boolean children() {
        return shape.children();
    }

    /** The value of an attribute. */
    Optional<DebugValue> attribute(long name) {
        List<DebugAbbreviations.Attribute> attributes = shape.attributes();
        for (int i = 0; i < values.length; i++) {
            if (attributes.get(i).name() == name) {
                return Optional.of(values[i]);
            }
        }
        return Optional.empty();
    }

    /** A constant; another number where the entry has none of that name. */
    long number(long name, long otherwise) {
        return attribute(name).filter(value -> value.block() == null).map(DebugValue::number).orElse(otherwise);
    }
}
