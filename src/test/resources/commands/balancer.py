# Performance contract of balancer, level nf: what a packet costs. Made by bolt 0.1.0.
# Entry nf_process, build id , CPU level x86-64-v2.
# Assumed: Instruction set: libc and DPDK choose code for x86-64-v2.
# Assumed: Run as: balancer -l 0 --no-shconf --no-huge --no-pci -m 256 --no-telemetry --log-level=lib.eal:error --force-max-simd-bitwidth=128 --vdev=net_null0 --vdev=net_null1 -- --flows=65536 --backends=20 --rows=29 --seed=1
# Assumed: port is 0…1.
# Assumed: length is 0…1518 bytes.
# Assumed: State backends.cells: 22 elements of 16 bytes, with any content that was declared possible.
# Assumed: State backends.values: 20 elements of 16 bytes, with any content that was declared possible.
# Assumed: State backends.preferences: 580 elements of 4 bytes, with any content that was declared possible.
# Assumed: State backends.map: 64 elements of 32 bytes, with any content that was declared possible.
# Assumed: State flows.values: 65536 elements of 24 bytes, with any content that was declared possible.
# Assumed: State flows.cells: 65538 elements of 16 bytes, with any content that was declared possible.
# Assumed: State flows.map: 131072 elements of 32 bytes, with any content that was declared possible.
# Assumed: All other memory is as it was when nf_process was first entered: tables, counters, and the packet pool with its cache.
# Assumed: Shared libraries are bound before the first packet; the time-stamp counter does not run backwards; the kernel's functions that tell the time (vdso) are not counted.
COMPLETE = True
METRICS = ("instructions", "memoryAccesses")
# Least and greatest value; None where no greatest is known.
PCVS = {
    "backends.b": (0, 20),  # backends that maglev_lookup looks at
    "backends.c": (0, 64),  # comparisons of keys in map_get that find a difference
    "backends.e": (0, 20),  # indices that expire
    "backends.erase.t": (0, 1280),  # entries that map_erase looks at
    "backends.put.t": (0, 64),  # entries that map_put looks at
    "backends.t": (0, 64),  # entries that map_get looks at
    "flows.c": (0, 131072),  # comparisons of keys in map_get that find a difference
    "flows.e": (0, 65536),  # indices that expire
    "flows.erase.t": (0, 8589934592),  # entries that map_erase looks at
    "flows.put.t": (0, 131072),  # entries that map_put looks at
    "flows.t": (0, 131072),  # entries that map_get looks at
}
# By class, what PCVs are in its cheapest packet; elsewhere they are the least of their ranges.
USUAL = {
    "runt frame": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "not IPv4": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "truncated header": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "bad version": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "bad header length": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "bad total length": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "truncated packet": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "fragment": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "neither TCP nor UDP": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "truncated TCP or UDP header": {"backends.e": 0, "backends.erase.t": 0, "flows.e": 0, "flows.erase.t": 0},
    "heartbeat full": {"backends.c": 0, "backends.e": 0, "backends.erase.t": 0, "backends.t": 1, "flows.e": 0, "flows.erase.t": 0},
    "heartbeat known": {"backends.c": 0, "backends.e": 0, "backends.erase.t": 0, "backends.t": 1, "flows.e": 0, "flows.erase.t": 0},
    "no backend": {"backends.b": 1, "backends.e": 0, "backends.erase.t": 0, "flows.c": 0, "flows.e": 0, "flows.erase.t": 0, "flows.t": 1},
    "no backend for known flow": {"backends.b": 1, "backends.e": 0, "backends.erase.t": 0, "flows.c": 0, "flows.e": 0, "flows.erase.t": 0, "flows.t": 1},
    "heartbeat new": {"backends.c": 0, "backends.e": 0, "backends.erase.t": 0, "backends.put.t": 1, "backends.t": 1, "flows.e": 0, "flows.erase.t": 0},
    "known flow to live backend": {"backends.e": 0, "backends.erase.t": 0, "flows.c": 0, "flows.e": 0, "flows.erase.t": 0, "flows.t": 1},
    "new flow and table full": {"backends.b": 1, "backends.e": 0, "backends.erase.t": 0, "flows.c": 0, "flows.e": 0, "flows.erase.t": 0, "flows.t": 1},
    "known flow to dead backend": {"backends.b": 1, "backends.e": 0, "backends.erase.t": 0, "flows.c": 0, "flows.e": 0, "flows.erase.t": 0, "flows.t": 1},
    "new flow": {"backends.b": 1, "backends.e": 0, "backends.erase.t": 0, "flows.c": 0, "flows.e": 0, "flows.erase.t": 0, "flows.put.t": 1, "flows.t": 1},
}
# By class, what PCVs share in each of its packets: in words, the weights of a sum, and what that is at most.
TOGETHER = {
    "heartbeat known": (("backends.c ≤ 63", {"backends.c": 1}, 63),),
    "no backend for known flow": (("flows.c ≤ 131071", {"flows.c": 1}, 131071),),
    "known flow to live backend": (("flows.c ≤ 131071", {"flows.c": 1}, 131071),),
    "known flow to dead backend": (("flows.c ≤ 131071", {"flows.c": 1}, 131071),),
}
# What cost() and classes() take as fields: numbers, of addresses too.
FIELDS = (
    "ethernet.type",
    "ipv4.fragment",
    "ipv4.ihl",
    "ipv4.protocol",
    "ipv4.totalLength",
    "ipv4.version",
    "length",
    "port",
)
# What they take as state: whether this is so; names of classes say which class it is where the input does not.
PREDICATES = (
    "dchain_allocate on backends: full",
    "dchain_allocate on backends: ok",
    "dchain_allocate on flows: full",
    "dchain_allocate on flows: ok",
    "ipv4.totalLength < 4·ipv4.ihl",
    "ipv4.totalLength < 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8",
    "ipv4.totalLength > length - 14",
    "ipv4.totalLength ≤ length - 14",
    "ipv4.totalLength ≥ 4·ipv4.ihl",
    "ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8",
    "maglev_lookup on backends: found",
    "maglev_lookup on backends: no live backend",
    "map_get on backends: hit",
    "map_get on backends: miss",
    "map_get on flows: hit",
    "map_get on flows: miss",
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
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 149,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 58}),
    "not IPv4": (True,
        ((_among("ethernet.type", (0, 2047), (2049, 0xffffffffffffffffffffffffffffffff)), _among("length", (14, 1518))),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 151,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 59}),
    "truncated header": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("length", (14, 33))),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 153,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 59}),
    "bad version": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (0, 3), (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518))),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 158,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 60}),
    "bad header length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (0, 4)), _among("length", (34, 1518))),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 162,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 60}),
    "bad total length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518)), _says("ipv4.totalLength < 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] < 4 * f["ipv4.ihl"])),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 168,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 61}),
    "truncated packet": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength > length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] > f["length"] - 14)),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 170,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 61}),
    "fragment": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (1, 0xffffffffffffffffffffffffffffffff)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 172,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 62}),
    "neither TCP nor UDP": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (0, 5), (7, 16), (18, 0xffffffffffffffffffffffffffffffff)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 183,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 63}),
    "truncated TCP or UDP header": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength < 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] < 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 189,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 63}),
    "heartbeat full": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (1, 1)), _says("map_get on backends: miss"), _says("dchain_allocate on backends: full"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 12 * p["backends.c"] + 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 18 * p["backends.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 289,
         "memoryAccesses": lambda p: 6 * p["backends.c"] + 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 4 * p["backends.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 96}),
    "heartbeat known": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (1, 1)), _says("map_get on backends: hit"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 12 * p["backends.c"] + 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 18 * p["backends.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 307,
         "memoryAccesses": lambda p: 6 * p["backends.c"] + 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 4 * p["backends.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 117}),
    "no backend": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (0, 0)), _says("map_get on flows: miss"), _says("maglev_lookup on backends: no live backend"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 8 * p["backends.b"] + 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 15 * p["flows.c"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 18 * p["flows.t"] + 316,
         "memoryAccesses": lambda p: 2 * p["backends.b"] + 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 8 * p["flows.c"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 4 * p["flows.t"] + 98}),
    "no backend for known flow": (False,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (0, 0)), _says("map_get on flows: hit"), _says("maglev_lookup on backends: no live backend"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 8 * p["backends.b"] + 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 15 * p["flows.c"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 18 * p["flows.t"] + 363,
         "memoryAccesses": lambda p: 2 * p["backends.b"] + 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 8 * p["flows.c"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 4 * p["flows.t"] + 128}),
    "heartbeat new": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (1, 1)), _says("map_get on backends: miss"), _says("dchain_allocate on backends: ok"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 12 * p["backends.c"] + 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 15 * p["backends.put.t"] + 18 * p["backends.t"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 371,
         "memoryAccesses": lambda p: 6 * p["backends.c"] + 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 3 * p["backends.put.t"] + 4 * p["backends.t"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 125}),
    "known flow to live backend": (False,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (0, 0)), _says("map_get on flows: hit"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 15 * p["flows.c"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 18 * p["flows.t"] + 395,
         "memoryAccesses": lambda p: 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 8 * p["flows.c"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 4 * p["flows.t"] + 135}),
    "new flow and table full": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (0, 0)), _says("map_get on flows: miss"), _says("maglev_lookup on backends: found"), _says("dchain_allocate on flows: full"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 8 * p["backends.b"] + 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 15 * p["flows.c"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 18 * p["flows.t"] + 417,
         "memoryAccesses": lambda p: 2 * p["backends.b"] + 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 8 * p["flows.c"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 4 * p["flows.t"] + 121}),
    "known flow to dead backend": (False,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (0, 0)), _says("map_get on flows: hit"), _says("maglev_lookup on backends: found"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 8 * p["backends.b"] + 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 15 * p["flows.c"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 18 * p["flows.t"] + 447,
         "memoryAccesses": lambda p: 2 * p["backends.b"] + 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 8 * p["flows.c"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 4 * p["flows.t"] + 147}),
    "new flow": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("ipv4.fragment", (0, 0)), _among("ipv4.protocol", (6, 6), (17, 17)), _among("port", (0, 0)), _says("map_get on flows: miss"), _says("maglev_lookup on backends: found"), _says("dchain_allocate on flows: ok"), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14), _says("ipv4.totalLength ≥ 4·ipv4.ihl + 12·[ipv4.protocol = 6] + 8", ("ipv4.ihl", "ipv4.protocol", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"] + 12 * int(f["ipv4.protocol"] == 6) + 8)),),
        {"instructions": lambda p: 8 * p["backends.b"] + 102 * p["backends.e"] + 18 * p["backends.erase.t"] + 15 * p["flows.c"] + 103 * p["flows.e"] + 18 * p["flows.erase.t"] + 15 * p["flows.put.t"] + 18 * p["flows.t"] + 501,
         "memoryAccesses": lambda p: 2 * p["backends.b"] + 30 * p["backends.e"] + 4 * p["backends.erase.t"] + 8 * p["flows.c"] + 31 * p["flows.e"] + 4 * p["flows.erase.t"] + 3 * p["flows.put.t"] + 4 * p["flows.t"] + 153}),
}
