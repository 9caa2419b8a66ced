# Performance contract of policer, level nf: what a packet costs. Made by bolt 0.1.0.
# Entry nf_process, build id , CPU level x86-64-v2.
# Assumed: Instruction set: libc and DPDK choose code for x86-64-v2.
# Assumed: Run as: policer -l 0 --no-shconf --no-huge --no-pci -m 256 --no-telemetry --log-level=lib.eal:error --force-max-simd-bitwidth=128 --vdev=net_null0 --vdev=net_null1 -- --users=65536 --rate=1000000 --burst=100000 --seed=1
# Assumed: port is 0…1.
# Assumed: length is 0…1518 bytes.
# Assumed: State users.values: 65536 elements of 24 bytes, with any content that was declared possible.
# Assumed: State users.cells: 65538 elements of 16 bytes, with any content that was declared possible.
# Assumed: State users.map: 131072 elements of 32 bytes, with any content that was declared possible.
# Assumed: All other memory is as it was when nf_process was first entered: tables, counters, and the packet pool with its cache.
# Assumed: Shared libraries are bound before the first packet; the time-stamp counter does not run backwards; the kernel's functions that tell the time (vdso) are not counted.
COMPLETE = True
METRICS = ("instructions", "memoryAccesses")
# Least and greatest value; None where no greatest is known.
PCVS = {
    "users.c": (0, 131072),  # comparisons of keys in map_get that find a difference
    "users.e": (0, 65536),  # indices that expire
    "users.erase.t": (0, 8589934592),  # entries that map_erase looks at
    "users.put.t": (0, 131072),  # entries that map_put looks at
    "users.t": (0, 131072),  # entries that map_get looks at
}
# By class, what PCVs are in its cheapest packet; elsewhere they are the least of their ranges.
USUAL = {
    "runt frame": {"users.e": 0, "users.erase.t": 0},
    "not IPv4": {"users.e": 0, "users.erase.t": 0},
    "truncated header": {"users.e": 0, "users.erase.t": 0},
    "bad version": {"users.e": 0, "users.erase.t": 0},
    "bad header length": {"users.e": 0, "users.erase.t": 0},
    "bad total length": {"users.e": 0, "users.erase.t": 0},
    "truncated packet": {"users.e": 0, "users.erase.t": 0},
    "from a user": {"users.e": 0, "users.erase.t": 0},
    "new user and table full": {"users.c": 0, "users.e": 0, "users.erase.t": 0, "users.t": 1},
    "known user over the rate": {"users.c": 0, "users.e": 0, "users.erase.t": 0, "users.t": 1},
    "known user within the rate": {"users.c": 0, "users.e": 0, "users.erase.t": 0, "users.t": 1},
    "new user": {"users.c": 0, "users.e": 0, "users.erase.t": 0, "users.put.t": 1, "users.t": 1},
}
# By class, what PCVs share in each of its packets: in words, the weights of a sum, and what that is at most.
TOGETHER = {
    "known user over the rate": (("users.c ≤ 131071", {"users.c": 1}, 131071),),
    "known user within the rate": (("users.c ≤ 131071", {"users.c": 1}, 131071),),
}
# What cost() and classes() take as fields: numbers, of addresses too.
FIELDS = (
    "ethernet.type",
    "ipv4.ihl",
    "ipv4.totalLength",
    "ipv4.version",
    "length",
    "port",
)
# What they take as state: whether this is so; names of classes say which class it is where the input does not.
PREDICATES = (
    "dchain_allocate on users: full",
    "dchain_allocate on users: ok",
    "ipv4.totalLength < 4·ipv4.ihl",
    "ipv4.totalLength > length - 14",
    "ipv4.totalLength ≤ length - 14",
    "ipv4.totalLength ≥ 4·ipv4.ihl",
    "map_get on users: hit",
    "map_get on users: miss",
    "token_bucket_take on users: not enough",
    "token_bucket_take on users: ok",
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
        {"instructions": lambda p: 102 * p["users.e"] + 18 * p["users.erase.t"] + 88,
         "memoryAccesses": lambda p: 30 * p["users.e"] + 4 * p["users.erase.t"] + 35}),
    "not IPv4": (True,
        ((_among("ethernet.type", (0, 2047), (2049, 0xffffffffffffffffffffffffffffffff)), _among("length", (14, 1518))),),
        {"instructions": lambda p: 102 * p["users.e"] + 18 * p["users.erase.t"] + 90,
         "memoryAccesses": lambda p: 30 * p["users.e"] + 4 * p["users.erase.t"] + 36}),
    "truncated header": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("length", (14, 33))),),
        {"instructions": lambda p: 102 * p["users.e"] + 18 * p["users.erase.t"] + 92,
         "memoryAccesses": lambda p: 30 * p["users.e"] + 4 * p["users.erase.t"] + 36}),
    "bad version": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (0, 3), (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518))),),
        {"instructions": lambda p: 102 * p["users.e"] + 18 * p["users.erase.t"] + 97,
         "memoryAccesses": lambda p: 30 * p["users.e"] + 4 * p["users.erase.t"] + 37}),
    "bad header length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (0, 4)), _among("length", (34, 1518))),),
        {"instructions": lambda p: 102 * p["users.e"] + 18 * p["users.erase.t"] + 101,
         "memoryAccesses": lambda p: 30 * p["users.e"] + 4 * p["users.erase.t"] + 37}),
    "bad total length": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518)), _says("ipv4.totalLength < 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] < 4 * f["ipv4.ihl"])),),
        {"instructions": lambda p: 102 * p["users.e"] + 18 * p["users.erase.t"] + 106,
         "memoryAccesses": lambda p: 30 * p["users.e"] + 4 * p["users.erase.t"] + 38}),
    "truncated packet": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("length", (34, 1518)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength > length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] > f["length"] - 14)),),
        {"instructions": lambda p: 102 * p["users.e"] + 18 * p["users.erase.t"] + 108,
         "memoryAccesses": lambda p: 30 * p["users.e"] + 4 * p["users.erase.t"] + 38}),
    "from a user": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("port", (0, 0)), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 102 * p["users.e"] + 18 * p["users.erase.t"] + 109,
         "memoryAccesses": lambda p: 30 * p["users.e"] + 4 * p["users.erase.t"] + 38}),
    "new user and table full": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("port", (1, 1)), _says("map_get on users: miss"), _says("dchain_allocate on users: full"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 12 * p["users.c"] + 102 * p["users.e"] + 18 * p["users.erase.t"] + 18 * p["users.t"] + 196,
         "memoryAccesses": lambda p: 6 * p["users.c"] + 30 * p["users.e"] + 4 * p["users.erase.t"] + 4 * p["users.t"] + 65}),
    "known user over the rate": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("port", (1, 1)), _says("map_get on users: hit"), _says("token_bucket_take on users: not enough"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 12 * p["users.c"] + 102 * p["users.e"] + 18 * p["users.erase.t"] + 18 * p["users.t"] + 239,
         "memoryAccesses": lambda p: 6 * p["users.c"] + 30 * p["users.e"] + 4 * p["users.erase.t"] + 4 * p["users.t"] + 94}),
    "known user within the rate": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("port", (1, 1)), _says("map_get on users: hit"), _says("token_bucket_take on users: ok"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 12 * p["users.c"] + 102 * p["users.e"] + 18 * p["users.erase.t"] + 18 * p["users.t"] + 240,
         "memoryAccesses": lambda p: 6 * p["users.c"] + 30 * p["users.e"] + 4 * p["users.erase.t"] + 4 * p["users.t"] + 94}),
    "new user": (True,
        ((_among("ethernet.type", (2048, 2048)), _among("ipv4.version", (4, 4)), _among("ipv4.ihl", (5, 0xffffffffffffffffffffffffffffffff)), _among("port", (1, 1)), _says("map_get on users: miss"), _says("dchain_allocate on users: ok"), _says("ipv4.totalLength ≥ 4·ipv4.ihl", ("ipv4.ihl", "ipv4.totalLength"), lambda f: f["ipv4.totalLength"] >= 4 * f["ipv4.ihl"]), _says("ipv4.totalLength ≤ length - 14", ("ipv4.totalLength", "length"), lambda f: f["ipv4.totalLength"] <= f["length"] - 14)),),
        {"instructions": lambda p: 12 * p["users.c"] + 102 * p["users.e"] + 18 * p["users.erase.t"] + 15 * p["users.put.t"] + 18 * p["users.t"] + 307,
         "memoryAccesses": lambda p: 6 * p["users.c"] + 30 * p["users.e"] + 4 * p["users.erase.t"] + 3 * p["users.put.t"] + 4 * p["users.t"] + 106}),
}
