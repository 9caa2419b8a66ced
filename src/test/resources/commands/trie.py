# Performance contract of trie, level nf: what a packet costs. Made by bolt 0.1.0.
# Entry nf_process, build id , CPU level x86-64-v2.
# Assumed: Instruction set: libc and DPDK choose code for x86-64-v2.
# Assumed: Run as: trie -l 0 --no-shconf --no-huge --no-pci -m 256 --no-telemetry --log-level=lib.eal:error --force-max-simd-bitwidth=128 --vdev=net_null0 --vdev=net_null1 -- --route=10.0.0.0/8,1 --route=10.1.0.0/16,0 --route=10.1.2.0/24,1 --route=10.1.2.128/25,0 --route=192.0.2.1/32,1
# Assumed: port is 0…1.
# Assumed: length is 0…1518 bytes.
# Assumed: State routes.nodes: 2049 elements of 32 bytes, with any content that was declared possible.
# Assumed: State routes.nextHops: 1024 elements of 16 bytes, with any content that was declared possible.
# Assumed: All other memory is as it was when nf_process was first entered: tables, counters, and the packet pool with its cache.
# Assumed: Shared libraries are bound before the first packet; the time-stamp counter does not run backwards; the kernel's functions that tell the time (vdso) are not counted.
COMPLETE = True
METRICS = ("instructions", "memoryAccesses")
# Least and greatest value; None where no greatest is known.
PCVS = {
    "routes.l": (0, 33),  # nodes that trie_lookup looks at, the root included
}
# By class, what PCVs are in its cheapest packet; elsewhere they are the least of their ranges.
USUAL = {
    "no route": {"routes.l": 1},
    "forwarded": {"routes.l": 1},
}
# By class, what PCVs share in each of its packets: in words, the weights of a sum, and what that is at most.
TOGETHER = {
}
# What cost() and classes() take as fields: numbers, of addresses too.
FIELDS = (
    "ethernet.type",
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
        {"instructions": lambda p: 5,
         "memoryAccesses": lambda p: 1}),
    "not IPv4": (True,
        ((_among("ethernet.type", (0, 2047), (2049, 0xffffffffffffffffffffffffffffffff)), _among("length", (14, 1518))),),
        {"instructions": lambda p: 10,
         "memoryAccesses": lambda p: 4}),
    "truncated header": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("length", (14, 33))),),
        {"instructions": lambda p: 12,
         "memoryAccesses": lambda p: 4}),
    "bad version": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (0, 3), (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518))),),
        {"instructions": lambda p: 17,
         "memoryAccesses": lambda p: 5}),
    "bad header length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (0, 4)), _among("length", (34, 1518))),),
        {"instructions": lambda p: 21,
         "memoryAccesses": lambda p: 5}),
    "bad total length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518)), _says("ipv4.totalLength < 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] < 4 * f["ipv4.ihl"])),),
        {"instructions": lambda p: 26,
         "memoryAccesses": lambda p: 6}),
    "truncated packet": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength > length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] > f["length"] - 14)),),
        {"instructions": lambda p: 28,
         "memoryAccesses": lambda p: 6}),
    "TTL expired": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (0, 1)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 30,
         "memoryAccesses": lambda p: 7}),
    "no route": (False,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 27 * p["routes.l"] + 45,
         "memoryAccesses": lambda p: 5 * p["routes.l"] + 12}),
    "forwarded": (False,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.ttl", (2, 0xffffffffffffffffffffffffffffffff)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 27 * p["routes.l"] + 71,
         "memoryAccesses": lambda p: 5 * p["routes.l"] + 23}),
}
