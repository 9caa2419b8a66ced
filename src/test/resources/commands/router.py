# Performance contract of router, level nf: what a packet costs. Made by bolt 0.1.0.
# Entry nf_process, build id , CPU level x86-64-v2.
# Assumed: Instruction set: libc and DPDK choose code for x86-64-v2.
# Assumed: Run as: router -l 0 --no-shconf --no-huge --no-pci -m 256 --no-telemetry --log-level=lib.eal:error --force-max-simd-bitwidth=128 --vdev=net_null0 --vdev=net_null1 -- --address=10.0.0.254 --route=10.0.0.0/8,0 --route=10.1.0.0/16,1 --route=192.168.0.0/16,1 --route=172.16.0.0/12,1
# Assumed: port is 0…1.
# Assumed: length is 0…1518 bytes.
# Assumed: All other memory is as it was when nf_process was first entered: tables, counters, and the packet pool with its cache.
# Assumed: Shared libraries are bound before the first packet; the time-stamp counter does not run backwards; the kernel's functions that tell the time (vdso) are not counted.
COMPLETE = True
METRICS = ("instructions", "memoryAccesses")
# Least and greatest value; None where no greatest is known.
PCVS = {
    "options.end": (0, 1),  # passages of the mark options.end
    "options.nop": (0, 40),  # passages of the mark options.nop
    "options.other": (0, 20),  # passages of the mark options.other
    "options.timestamp": (0, 5),  # passages of the mark options.timestamp
    "options.timestampAddress": (0, 3),  # passages of the mark options.timestampAddress
    "options.timestampFull": (0, 10),  # passages of the mark options.timestampFull
    "options.timestampSkipped": (0, 10),  # passages of the mark options.timestampSkipped
}
# By class, what PCVs are in its cheapest packet; elsewhere they are the least of their ranges.
USUAL = {
    "bad option length": {"options.nop": 0, "options.other": 0, "options.timestamp": 0, "options.timestampAddress": 0, "options.timestampFull": 0, "options.timestampSkipped": 0},
    "bad timestamp option": {"options.nop": 0, "options.other": 0, "options.timestamp": 0, "options.timestampAddress": 0, "options.timestampFull": 0, "options.timestampSkipped": 0},
    "forwarded with options": {"options.end": 1, "options.nop": 0, "options.other": 0, "options.timestamp": 0, "options.timestampAddress": 0, "options.timestampFull": 0, "options.timestampSkipped": 0},
    "timestamp overflow": {"options.nop": 0, "options.other": 0, "options.timestamp": 0, "options.timestampAddress": 0, "options.timestampFull": 0, "options.timestampSkipped": 0},
    "no room for timestamp": {"options.nop": 0, "options.other": 0, "options.timestamp": 0, "options.timestampAddress": 0, "options.timestampFull": 0, "options.timestampSkipped": 0},
}
# By class, what PCVs share in each of its packets: in words, the weights of a sum, and what that is at most.
TOGETHER = {
    "bad option length": (("options.nop + 2·options.other + 8·options.timestamp + 12·options.timestampAddress + 4·options.timestampFull + 4·options.timestampSkipped ≤ 39", {"options.nop": 1, "options.other": 2, "options.timestamp": 8, "options.timestampAddress": 12, "options.timestampFull": 4, "options.timestampSkipped": 4}, 39),),
    "bad timestamp option": (("options.nop + 2·options.other + 8·options.timestamp + 12·options.timestampAddress + 4·options.timestampFull + 4·options.timestampSkipped ≤ 39", {"options.nop": 1, "options.other": 2, "options.timestamp": 8, "options.timestampAddress": 12, "options.timestampFull": 4, "options.timestampSkipped": 4}, 39),),
    "forwarded with options": (("options.nop + 2·options.other + 8·options.timestamp + 12·options.timestampAddress + 4·options.timestampFull + 4·options.timestampSkipped ≤ 40", {"options.nop": 1, "options.other": 2, "options.timestamp": 8, "options.timestampAddress": 12, "options.timestampFull": 4, "options.timestampSkipped": 4}, 40),),
    "timestamp overflow": (("options.nop + 2·options.other + 8·options.timestamp + 12·options.timestampAddress + 4·options.timestampFull + 4·options.timestampSkipped ≤ 39", {"options.nop": 1, "options.other": 2, "options.timestamp": 8, "options.timestampAddress": 12, "options.timestampFull": 4, "options.timestampSkipped": 4}, 39),),
    "no room for timestamp": (("options.nop + 2·options.other + 8·options.timestamp + 12·options.timestampAddress + 4·options.timestampFull + 4·options.timestampSkipped ≤ 39", {"options.nop": 1, "options.other": 2, "options.timestamp": 8, "options.timestampAddress": 12, "options.timestampFull": 4, "options.timestampSkipped": 4}, 39),),
}
# What cost() and classes() take as fields: numbers, of addresses too.
FIELDS = (
    "ethernet.type",
    "ipv4.dst",
    "ipv4.ihl",
    "ipv4.totalLength",
    "ipv4.ttl",
    "ipv4.version",
    "length",
)
# What they take as state: whether this is so; names of classes say which class it is where the input does not.
PREDICATES = (
    "ipv4.totalLength < 4·ipv4.ihl",
    "ipv4.totalLength > length - 14",
    "ipv4.totalLength ≤ length - 14",
    "ipv4.totalLength ≥ 4·ipv4.ihl",
    "loop at router.c:253 left at: router.c:250 or router.c:255",
    "loop at router.c:253 left at: router.c:272",
    "loop at router.c:253 left at: router.c:285",
    "loop at router.c:253 left at: router.c:299",
    "loop at router.c:253 left at: router.c:309",
)


def _among(field, *runs):
    def holds(f, state):
        value = f.get(field)
        return None if value is None else any(low <= value <= high for low, high in runs)
    return holds


def _says(words, fields=None, relation=None):
    def holds(f, state):
        if words in state:
            return bool(state[words])
        subject, _, outcomes = words.rpartition(": ")
        if subject and subject in state:
            return state[subject] in outcomes.split(" or ")
        if relation is None or any(f.get(field) is None for field in fields):
            return None
        return bool(relation(f))
    return holds


def _verdict(alternatives, f, state):
    possible = False
    for statements in alternatives:
        verdicts = [holds(f, state) for holds in statements]
        if all(verdict is True for verdict in verdicts):
            return True
        possible = possible or all(verdict is not False for verdict in verdicts)
    return None if possible else False


def classes(fields, state=None):
    """The names of all classes that a packet with these fields can be in.

    fields: numbers by the names in FIELDS; those that are missing may be anything.
    state: truth values by the names in PREDICATES and by the names of classes, and outcomes by what stands before
        the colon of predicates, such as {"map_get on flows": "miss"}; likewise.
    """
    state = state or {}
    found = []
    for name, (exact, alternatives, _) in CLASSES.items():
        verdict = _verdict(alternatives, fields, state)
        if verdict is False or state.get(name) is False:
            continue
        if state.get(name) or verdict is True and exact:
            return [name]
        found.append(name)
    return found


def _broken(name, pcvs):
    for words, weights, most in TOGETHER.get(name, ()):
        least = [pcvs.get(pcv, PCVS.get(pcv, (0, None))[0 if weight > 0 else 1]) for pcv, weight in weights.items()]
        if None not in least and sum(weight * value for weight, value in zip(weights.values(), least)) > most:
            return words
    return None


def cost_of_class(name, pcvs=None):
    """The cost of a class by metric, where PCVs have these values, and all others those that are usual in the class."""
    values = {pcv: low for pcv, (low, _) in PCVS.items()} | USUAL.get(name, {})
    for pcv, value in (pcvs or {}).items():
        if pcv not in PCVS:
            raise ValueError(f"no PCV is called {pcv!r}")
        low, high = PCVS[pcv]
        if value < low or high is not None and value > high:
            raise ValueError(f"{pcv} is {value}, which is outside of its range")
        values[pcv] = value
    broken = _broken(name, pcvs or {})
    if broken:
        raise ValueError(f"no packet of the class {name} has these values: {broken}")
    return {metric: formula(values) for metric, formula in CLASSES[name][2].items()}


def cost(fields, state=None, pcvs=None):
    """The cost of a packet by metric: of all classes that it can be in, with these values of PCVs, the greatest."""
    costs = [cost_of_class(name, pcvs) for name in classes(fields, state) if not _broken(name, pcvs or {})]
    if not costs:
        raise ValueError("no class holds such a packet")
    return {metric: max(each[metric] for each in costs) for metric in METRICS}


# By name: whether the condition says all; the condition, as alternatives of statements; the cost by metric.
CLASSES = {
    "runt frame": (True,
        ((_among("length", (0, 13)),),),
        {"instructions": lambda p: 19,
         "memoryAccesses": lambda p: 13}),
    "not IPv4": (True,
        ((_among("ethernet.type", (0, 2047), (2049, 0xffffffffffffffffffffffffffffffff)), _among("length", (14, 1518))),),
        {"instructions": lambda p: 22,
         "memoryAccesses": lambda p: 14}),
    "truncated header": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("length", (14, 33))),),
        {"instructions": lambda p: 24,
         "memoryAccesses": lambda p: 14}),
    "bad version": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (0, 3), (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518))),),
        {"instructions": lambda p: 30,
         "memoryAccesses": lambda p: 15}),
    "bad header length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (0, 4)), _among("length", (34, 1518))),),
        {"instructions": lambda p: 36,
         "memoryAccesses": lambda p: 15}),
    "bad total length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518)), _says("ipv4.totalLength < 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] < 4 * f["ipv4.ihl"])),),
        {"instructions": lambda p: 41,
         "memoryAccesses": lambda p: 16}),
    "truncated packet": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength > length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] > f["length"] - 14)),),
        {"instructions": lambda p: 43,
         "memoryAccesses": lambda p: 16}),
    "TTL expired": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (0, 1)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 46,
         "memoryAccesses": lambda p: 17}),
    "no route": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.dst", (0, 167772159), (184549376, 2886729727), (2887778304, 3232235519), (3232301056, 0xffffffffffffffffffffffffffffffff)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 190,
         "memoryAccesses": lambda p: 58}),
    "forwarded": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 5)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.dst", (167772160, 184549375), (2886729728, 2887778303), (3232235520, 3232301055)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 216,
         "memoryAccesses": lambda p: 63}),
    "bad option length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (6, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.dst", (167772160, 184549375), (2886729728, 2887778303), (3232235520, 3232301055)), _says("loop at router.c:253 left at: router.c:272"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 11 * p["options.nop"] + 20 * p["options.other"] + 61 * p["options.timestamp"] + 75 * p["options.timestampAddress"] + 43 * p["options.timestampFull"] + 30 * p["options.timestampSkipped"] + 230,
         "memoryAccesses": lambda p: 1 * p["options.nop"] + 2 * p["options.other"] + 7 * p["options.timestamp"] + 10 * p["options.timestampAddress"] + 5 * p["options.timestampFull"] + 4 * p["options.timestampSkipped"] + 64}),
    "bad timestamp option": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (6, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.dst", (167772160, 184549375), (2886729728, 2887778303), (3232235520, 3232301055)), _says("loop at router.c:253 left at: router.c:285"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 11 * p["options.nop"] + 20 * p["options.other"] + 61 * p["options.timestamp"] + 75 * p["options.timestampAddress"] + 43 * p["options.timestampFull"] + 30 * p["options.timestampSkipped"] + 239,
         "memoryAccesses": lambda p: 1 * p["options.nop"] + 2 * p["options.other"] + 7 * p["options.timestamp"] + 10 * p["options.timestampAddress"] + 5 * p["options.timestampFull"] + 4 * p["options.timestampSkipped"] + 65}),
    "forwarded with options": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (6, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.dst", (167772160, 184549375), (2886729728, 2887778303), (3232235520, 3232301055)), _says("loop at router.c:253 left at: router.c:250 or router.c:255"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 9 * p["options.end"] + 11 * p["options.nop"] + 20 * p["options.other"] + 61 * p["options.timestamp"] + 75 * p["options.timestampAddress"] + 43 * p["options.timestampFull"] + 30 * p["options.timestampSkipped"] + 245,
         "memoryAccesses": lambda p: 1 * p["options.end"] + 1 * p["options.nop"] + 2 * p["options.other"] + 7 * p["options.timestamp"] + 10 * p["options.timestampAddress"] + 5 * p["options.timestampFull"] + 4 * p["options.timestampSkipped"] + 70}),
    "timestamp overflow": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (6, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.dst", (167772160, 184549375), (2886729728, 2887778303), (3232235520, 3232301055)), _says("loop at router.c:253 left at: router.c:299"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 11 * p["options.nop"] + 20 * p["options.other"] + 61 * p["options.timestamp"] + 75 * p["options.timestampAddress"] + 43 * p["options.timestampFull"] + 30 * p["options.timestampSkipped"] + 248,
         "memoryAccesses": lambda p: 1 * p["options.nop"] + 2 * p["options.other"] + 7 * p["options.timestamp"] + 10 * p["options.timestampAddress"] + 5 * p["options.timestampFull"] + 4 * p["options.timestampSkipped"] + 66}),
    "no room for timestamp": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (6, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.dst", (167772160, 184549375), (2886729728, 2887778303), (3232235520, 3232301055)), _says("loop at router.c:253 left at: router.c:309"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 11 * p["options.nop"] + 20 * p["options.other"] + 61 * p["options.timestamp"] + 75 * p["options.timestampAddress"] + 43 * p["options.timestampFull"] + 30 * p["options.timestampSkipped"] + 250,
         "memoryAccesses": lambda p: 1 * p["options.nop"] + 2 * p["options.other"] + 7 * p["options.timestamp"] + 10 * p["options.timestampAddress"] + 5 * p["options.timestampFull"] + 4 * p["options.timestampSkipped"] + 66}),
}
