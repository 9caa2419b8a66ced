# Performance contract of bridge, level nf: what a packet costs. Made by bolt 0.1.0.
# Entry nf_process, build id , CPU level x86-64-v2.
# Assumed: Instruction set: libc and DPDK choose code for x86-64-v2.
# Assumed: Run as: bridge -l 0 --no-shconf --no-huge --no-pci -m 256 --no-telemetry --log-level=lib.eal:error --force-max-simd-bitwidth=128 --vdev=net_null0 --vdev=net_null1 -- --stations=65536 --threshold=6 --seed=1
# Assumed: port is 0…1.
# Assumed: length is 0…1518 bytes.
# Assumed: State stations.seed: 1 elements of 4 bytes, with any content that was declared possible.
# Assumed: State stations.entries: 65536 elements of 16 bytes, with any content that was declared possible.
# Assumed: State stations.cells: 65538 elements of 16 bytes, with any content that was declared possible.
# Assumed: State stations.map: 131072 elements of 32 bytes, with any content that was declared possible.
# Assumed: All other memory is as it was when nf_process was first entered: tables, counters, and the packet pool with its cache.
# Assumed: Shared libraries are bound before the first packet; the time-stamp counter does not run backwards; the kernel's functions that tell the time (vdso) are not counted.
COMPLETE = True
METRICS = ("instructions", "memoryAccesses")
# Least and greatest value; None where no greatest is known.
PCVS = {
    "stations.c": (0, 262144),  # comparisons of keys in map_get that find a difference
    "stations.e": (0, 65536),  # indices that expire
    "stations.erase.t": (0, 8589934592),  # entries that map_erase looks at
    "stations.o": (0, 65536),  # addresses that rehashing inserts again
    "stations.put.t": (0, 8590065664),  # entries that map_put looks at
    "stations.r": (0, 131072),  # entries that rehashing clears
    "stations.t": (0, 262144),  # entries that map_get looks at
}
# By class, what PCVs are in its cheapest packet; elsewhere they are the least of their ranges.
USUAL = {
    "runt frame": {"stations.e": 0, "stations.erase.t": 0},
    "source is a group": {"stations.e": 0, "stations.erase.t": 0},
    "source new and table full, broadcast": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.t": 2},
    "source new and table full, unicast": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.t": 2},
    "source new and table full, drop": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.t": 2},
    "source known, broadcast": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.t": 2},
    "source known, unicast": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.t": 2},
    "source known, drop": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.t": 2},
    "source new, broadcast": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.put.t": 1, "stations.t": 2},
    "source new, unicast": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.put.t": 1, "stations.t": 2},
    "source new, drop": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.put.t": 1, "stations.t": 2},
    "source new with rehash, broadcast": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.o": 0, "stations.put.t": 1, "stations.r": 1, "stations.t": 2},
    "source new with rehash, unicast": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.o": 0, "stations.put.t": 1, "stations.r": 1, "stations.t": 2},
    "source new with rehash, drop": {"stations.c": 0, "stations.e": 0, "stations.erase.t": 0, "stations.o": 0, "stations.put.t": 1, "stations.r": 1, "stations.t": 2},
}
# By class, what PCVs share in each of its packets: in words, the weights of a sum, and what that is at most.
TOGETHER = {
    "source new and table full, unicast": (("stations.c ≤ 262143", {"stations.c": 1}, 262143),),
    "source new and table full, drop": (("stations.c ≤ 262143", {"stations.c": 1}, 262143),),
    "source known, broadcast": (("stations.c ≤ 262143", {"stations.c": 1}, 262143),),
    "source known, unicast": (("stations.c ≤ 262142", {"stations.c": 1}, 262142),),
    "source known, drop": (("stations.c ≤ 262142", {"stations.c": 1}, 262142),),
    "source new, broadcast": (("stations.put.t ≤ 131072", {"stations.put.t": 1}, 131072),),
    "source new, unicast": (("stations.c ≤ 262143", {"stations.c": 1}, 262143), ("stations.put.t ≤ 131072", {"stations.put.t": 1}, 131072)),
    "source new, drop": (("stations.c ≤ 262143", {"stations.c": 1}, 262143), ("stations.put.t ≤ 131072", {"stations.put.t": 1}, 131072)),
    "source new with rehash, unicast": (("stations.c ≤ 262143", {"stations.c": 1}, 262143),),
    "source new with rehash, drop": (("stations.c ≤ 262143", {"stations.c": 1}, 262143),),
}
# What cost() and classes() take as fields: numbers, of addresses too.
FIELDS = (
    "length",
)
# What they take as state: whether this is so; names of classes say which class it is where the input does not.
PREDICATES = (
    "ethernet.src is a group address",
    "ethernet.src is no group address",
    "mac_table_find on stations: known",
    "mac_table_find on stations: unknown",
    "mac_table_learn on stations: full",
    "mac_table_learn on stations: known",
    "mac_table_learn on stations: new",
    "mac_table_learn on stations: new, rehashed",
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
        {"instructions": lambda p: 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 88,
         "memoryAccesses": lambda p: 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 33}),
    "source is a group": (True,
        ((_says("ethernet.src is a group address"), _among("length", (14, 1518))),),
        {"instructions": lambda p: 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 94,
         "memoryAccesses": lambda p: 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 34}),
    "source new and table full, broadcast": (True,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: full"), _says("mac_table_find on stations: unknown")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 18 * p["stations.t"] + 285,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 4 * p["stations.t"] + 98}),
    "source new and table full, unicast": (False,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: full"), _says("mac_table_find on stations: known")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 18 * p["stations.t"] + 294,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 4 * p["stations.t"] + 113}),
    "source new and table full, drop": (False,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: full"), _says("mac_table_find on stations: known")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 18 * p["stations.t"] + 295,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 4 * p["stations.t"] + 112}),
    "source known, broadcast": (True,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: known"), _says("mac_table_find on stations: unknown")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 18 * p["stations.t"] + 303,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 4 * p["stations.t"] + 118}),
    "source known, unicast": (False,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: known"), _says("mac_table_find on stations: known")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 18 * p["stations.t"] + 312,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 4 * p["stations.t"] + 133}),
    "source known, drop": (False,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: known"), _says("mac_table_find on stations: known")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 18 * p["stations.t"] + 313,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 4 * p["stations.t"] + 132}),
    "source new, broadcast": (True,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: new"), _says("mac_table_find on stations: unknown")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 15 * p["stations.put.t"] + 18 * p["stations.t"] + 368,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 3 * p["stations.put.t"] + 4 * p["stations.t"] + 129}),
    "source new, unicast": (False,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: new"), _says("mac_table_find on stations: known")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 15 * p["stations.put.t"] + 18 * p["stations.t"] + 377,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 3 * p["stations.put.t"] + 4 * p["stations.t"] + 144}),
    "source new, drop": (False,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: new"), _says("mac_table_find on stations: known")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 15 * p["stations.put.t"] + 18 * p["stations.t"] + 378,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 3 * p["stations.put.t"] + 4 * p["stations.t"] + 143}),
    "source new with rehash, broadcast": (True,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: new, rehashed"), _says("mac_table_find on stations: unknown")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 72 * p["stations.o"] + 15 * p["stations.put.t"] + 5 * p["stations.r"] + 18 * p["stations.t"] + 403,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 20 * p["stations.o"] + 3 * p["stations.put.t"] + 2 * p["stations.r"] + 4 * p["stations.t"] + 136}),
    "source new with rehash, unicast": (False,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: new, rehashed"), _says("mac_table_find on stations: known")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 72 * p["stations.o"] + 15 * p["stations.put.t"] + 5 * p["stations.r"] + 18 * p["stations.t"] + 412,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 20 * p["stations.o"] + 3 * p["stations.put.t"] + 2 * p["stations.r"] + 4 * p["stations.t"] + 151}),
    "source new with rehash, drop": (False,
        ((_says("ethernet.src is no group address"), _among("length", (14, 1518)), _says("mac_table_learn on stations: new, rehashed"), _says("mac_table_find on stations: known")),),
        {"instructions": lambda p: 12 * p["stations.c"] + 102 * p["stations.e"] + 18 * p["stations.erase.t"] + 72 * p["stations.o"] + 15 * p["stations.put.t"] + 5 * p["stations.r"] + 18 * p["stations.t"] + 413,
         "memoryAccesses": lambda p: 6 * p["stations.c"] + 30 * p["stations.e"] + 4 * p["stations.erase.t"] + 20 * p["stations.o"] + 3 * p["stations.put.t"] + 2 * p["stations.r"] + 4 * p["stations.t"] + 150}),
}
