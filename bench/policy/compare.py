"""compare.py FOLDER: are the answers the same, one by one, and how many times faster is which?"""
import collections
import pathlib
import statistics
import sys

ROWS = [("writ", 0, "Writ, prepared question"), ("writ", 1, "Writ, from the words of the question"), ("writ", 2, "Writ, decided and explained in words"),
        ("opa", 0, "OPA, prepared query, parsed input"), ("cedar", 0, "Cedar, prebuilt request")]


def main():
    folder = pathlib.Path(sys.argv[1])
    answers = {name: (folder / f"answers.{name}").read_text().splitlines() for name in ("writ", "opa", "cedar")}
    count = len(answers["writ"])
    for name in ("opa", "cedar"):
        wrong = [i for i, (a, b) in enumerate(zip(answers["writ"], answers[name], strict=True)) if a != b]
        if wrong:
            print(f"line {wrong[0] + 1}: Writ says {answers['writ'][wrong[0]]!r}, {name} says {answers[name][wrong[0]]!r}; {len(wrong)} differ")
            return 1
    rules = collections.Counter(answers["writ"])
    print(f"{count} requests, {len(rules)} rules decide ({min(rules.values())} to {max(rules.values())} requests each); all three give the same answers\n")
    times = collections.defaultdict(list)
    for line in (folder / "times.txt").read_text().splitlines():
        name, *nanoseconds = line.split()
        for i, value in enumerate(nanoseconds):
            times[name, i].append(float(value))
    middle = {key: statistics.median(values) for key, values in times.items()}
    print(f"{'':<40} {'decisions/s':>13} {'ns each':>9} {'spread':>7} {'x OPA':>8} {'x Cedar':>8}")
    for name, i, label in ROWS:
        values, ns = times[name, i], middle[name, i]
        spread = (max(values) - min(values)) / ns
        print(f"{label:<40} {count / ns * 1e9:>13,.0f} {ns / count:>9,.1f} {spread:>6.0%} {middle['opa', 0] / ns:>8,.1f} {middle['cedar', 0] / ns:>8,.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
