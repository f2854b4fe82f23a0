"""A second verifier, written from counted-log.md alone: it shares no line with src/verify and needs only Python and openssl.

    python3 second_verifier.py DIR        DIR as left by `./run --check DIR`

It recomputes the log's root from the entry bundles, checks the checkpoint's signature, opens every index of every bundle,
adds the totals up again and compares them with report.json. Exit 0 if all agree; each disagreement is a line.
"""
import base64
import hashlib
import hmac
import json
import pathlib
import subprocess
import sys
import tempfile

POSITIONS = {  # public positions that hold a HASH (or may be empty), by kind
    "request": (), "decision": (9, 13, 15), "disclosure": (9, 12, 13, 14), "notice": (9,), "recode": (9, 13),
    "policy": (10,), "close": (11,), "report": (10,)}


def sha(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha(b"\x01" + left + right)


def root_of(hashes):
    """RFC 6962 section 2.1 over leaf hashes."""
    if not hashes:
        return sha(b"")
    stack = []  # (height, hash), as a binary counter
    for leaf in hashes:
        height = 0
        while stack and stack[-1][0] == height:
            leaf = node(stack.pop()[1], leaf)
            height += 1
        stack.append((height, leaf))
    root = stack.pop()[1]
    while stack:
        root = node(stack.pop()[1], root)
    return root


def tile_name(number):
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.insert(0, f"x{number % 1000:03d}")
    return "/".join(parts)


def read_entries(log, size):
    """All entries, from the entry bundles of tlog-tiles."""
    entries = []
    for number in range((size + 255) // 256):
        width = min(256, size - number * 256)
        path = log / "tile" / "entries" / tile_name(number)
        if width < 256 and not path.exists():
            path = path.parent / (path.name + ".p") / str(width)
        data = path.read_bytes()
        at = 0
        for _ in range(width):
            length = int.from_bytes(data[at:at + 2], "big")
            entries.append(data[at + 2:at + 2 + length])
            at += 2 + length
    return entries


def field_leaf(position, salt, value):
    return sha(b"\x00" + b"writ/field/v1\0" + bytes([position]) + salt + len(value).to_bytes(4, "big") + value)


def eight(leaves):
    while len(leaves) > 1:
        leaves = [node(leaves[i], leaves[i + 1]) for i in range(0, len(leaves), 2)]
    return leaves[0]


def decoded(kind, position, text):
    if position in POSITIONS[kind] and text:
        assert text.startswith("0x") and len(text) == 66, f"{kind} {position}: {text}"
        return bytes.fromhex(text[2:])
    return text.encode()


def open_line(line):
    """Body root of one line of openings.jsonl or references.jsonl; values or None when held."""
    if "seed" not in line:
        leaf = field_leaf(8, bytes.fromhex(line["salt8"]), b"request")
        for sibling in line["siblings"]:
            leaf = node(leaf, bytes.fromhex(sibling))
        return node(bytes.fromhex(line["private_root"]), leaf), None
    seed = bytes.fromhex(line["seed"])
    values = line["values"]
    leaves = [field_leaf(8 + i, sha(b"writ/salt/v1\0" + seed + bytes([8 + i])), decoded(values[0], 8 + i, values[i]))
              for i in range(8)]
    return node(bytes.fromhex(line["private_root"]), eight(leaves)), values


def vkeys(policy):
    keys = {}
    for line in policy.splitlines():
        words = line.split()
        if words and words[0] in ("log", "witness"):
            vkey = words[1] if words[0] == "log" else words[2]
            name, key_id, key = vkey.split("+", 2)
            raw = base64.b64decode(key)
            assert raw[0] in (1, 4), f"unknown key type {raw[0]}"
            assert sha(name.encode() + b"\n" + raw)[:4].hex() == key_id, f"key id of {name}"
            keys[(name, key_id)] = raw
    return keys


def signed_by(note, keys, origin):
    """True if the note carries a good Ed25519 signature by the log's own key."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        _, name, blob = line.split(" ")
        raw = base64.b64decode(blob)
        key = keys.get((name, raw[:4].hex()))
        if name != origin or key is None or key[0] != 1:
            continue
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            (place / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + key[1:])
            (place / "sig").write_bytes(raw[4:])
            (place / "msg").write_text(text)
            return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", place / "key", "-rawin",
                                   "-in", place / "msg", "-sigfile", place / "sig"], capture_output=True).returncode == 0
    return False


def checkpoint(note):
    origin, size, root = note.split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


def proven(proof, entries, keys, index):
    """tlog-proof@v1: the entry at `index` is in the tree of the proof's checkpoint."""
    head, _, note = proof.partition("\n\n")
    lines = head.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1", lines[0]
    lines = [line for line in lines[1:] if not line.startswith("extra ")]
    assert lines[0] == f"index {index}", lines[0]
    path = [base64.b64decode(line) for line in lines[1:]]
    origin, size, root = checkpoint(note)
    fn, sn, found = index, size - 1, sha(b"\x00" + entries[index])
    for step in path:  # RFC 9162 section 2.1.3.2
        if fn & 1 or fn == sn:
            found = node(step, found)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node(found, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root and signed_by(note, keys, origin)


def count(table, key, by=1):
    if by:
        table[key] = table.get(key, 0) + by


class Bundle:
    def __init__(self, folder, entries, keys):
        self.folder, self.entries, self.keys = folder, entries, keys
        self.report = json.loads((folder / "report.json").read_text())
        self.faults = []

    def expect(self, what, found, expected):
        if found != expected:
            self.faults.append(f"{self.folder.name}: {what}: found {found}, expected {expected}")

    def check(self):
        self.rows, held = {}, {}
        first, close = self.report["first_index"], self.report["close_index"]
        for name in ("references.jsonl", "openings.jsonl"):
            for text in (self.folder / name).read_text().splitlines():
                line = json.loads(text)
                root, values = open_line(line)
                self.expect(f"entry {line['index']}", self.entries[line["index"]], b"\x01" + root)
                (self.rows if values else held)[line["index"]] = (root, values)
        key_file = self.folder / "dummies.key"
        key = bytes.fromhex(key_file.read_text().strip()) if key_file.exists() else None
        for index in range(first, close + 1):
            if index in self.rows or index in held:
                continue
            dummy = hmac.new(key, b"writ/dummy/v1\0" + index.to_bytes(8, "big"), hashlib.sha256).digest() if key else b""
            self.expect(f"index {index} is accounted for", self.entries[index], b"\x01" + dummy)
        self.totals(first, close, held)
        self.proofs(first, close)
        return self.faults

    def totals(self, first, close, held):
        requests = {root.hex(): values for root, values in self.rows.values() if values[0] == "request"}
        requests |= {root.hex(): None for root, _ in held.values()}
        inside = [(i, root.hex(), v) for i, (root, v) in sorted(self.rows.items()) if first <= i <= close]
        total = {name: {} for name in ("requests", "fulfilled", "users_affected", "disclosures", "pending", "preservations")}

        def add(name, country, by=1):
            count(total[name], country, by)
            count(total[name], "all", by)

        def country_of(root):
            values = requests[root]
            return values[1] if values else "--"

        decided = {v[1][2:] for _, _, v in inside if v[0] == "decision"}
        held_inside = [root.hex() for i, (root, _) in held.items() if first <= i <= close]
        for _, root, v in inside:
            if v[0] == "request":
                add("requests", v[1])
                if root not in decided:
                    add("pending", v[1])
                if v[2].startswith("preservation_"):
                    add("preservations", v[1])
            if v[0] == "disclosure":
                country = country_of(v[1][2:])
                add("disclosures", country)
                add("users_affected", country, int(v[3]))
                if v[5] == "":
                    add("fulfilled", country)
        for root in held_inside:
            add("requests", "--")
            if root not in decided:
                add("pending", "--")
        for name, table in total.items():
            table.setdefault("all", 0)
            self.expect(f"totals.{name}", self.report["totals"][name], table)

    def proofs(self, first, close):
        report_line = json.loads((self.folder / "report.opening.json").read_text())
        root, values = open_line(report_line)
        self.expect("report entry", self.entries[report_line["index"]], b"\x01" + root)
        self.expect("hash of report.json", values[2], "0x" + sha((self.folder / "report.json").read_bytes()).hex())
        for name, index in (("close.tlog-proof", close), ("report.tlog-proof", report_line["index"])):
            self.expect(name, proven((self.folder / name).read_text(), self.entries, self.keys, index), True)
        for name, digest in self.report["files"].items():
            self.expect(f"files.{name}", sha((self.folder / name).read_bytes()).hex(), digest)
        self.expect("close", self.rows[close][1][0], "close")


def main(place):
    note = (place / "log" / "checkpoint").read_text()
    keys = vkeys((place / "policy.txt").read_text())
    origin, size, root = checkpoint(note)
    entries = read_entries(place / "log", size)
    faults = []
    if root_of([sha(b"\x00" + entry) for entry in entries]) != root:
        faults.append("the entries do not give the checkpoint's root")
    if not signed_by(note, keys, origin):
        faults.append("the checkpoint is not signed by the log of policy.txt")
    for folder in sorted((place / "bundles").iterdir()):
        bundle = Bundle(folder, entries, keys)
        faults += bundle.check()
        for country in ("US", "all"):
            print(folder.name, country, bundle.report["totals"]["fulfilled"].get(country, 0),
                  bundle.report["totals"]["users_affected"].get(country, 0), sep="\t")
    for fault in faults:
        print(fault)
    print(f"{size} entries, {len(faults)} disagreements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
