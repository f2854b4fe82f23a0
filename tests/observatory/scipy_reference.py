"""Prints the reference values that rates_test.cc compares with. Once, with SciPy 1.14.1:

    python3 -m venv venv && venv/bin/pip install scipy==1.14.1
    venv/bin/python tests/observatory/scipy_reference.py > tests/observatory/scipy_reference.csv

The change-point p-value is simulated here (numpy, seed 7), as an independent road to the exact one."""
import numpy as np
from scipy import stats

RATES = [(14, 274, 886, 92), (58, 274, 165, 92), (203, 274, 99, 92), (0, 274, 14, 92), (6992, 274, 7649, 92), (2, 274, 8, 92),
         (5, 274, 0, 92), (1, 274, 54, 92), (30, 90, 31, 92), (220, 274, 673, 92), (1, 1, 1, 1), (100000, 365, 101000, 366)]
SERIES = [([14, 20, 9, 12], [91, 91, 92, 92]), ([3, 1, 4, 9, 6], [274, 92, 90, 91, 92]), ([10, 12, 18, 21], [91, 91, 92, 92]),
          ([0, 0, 2], [274, 92, 90]), ([40, 45, 61, 66, 58, 70], [91, 91, 92, 92, 90, 91]), ([5, 15], [274, 92]),
          ([70, 60, 50], [30, 30, 30])]
SIMULATED = 400_000


def gain(s, n, w):
    first = np.where(s > 0, s * np.log(np.where(s > 0, s, 1) / (n * w)), 0)
    rest = np.where(n - s > 0, (n - s) * np.log(np.where(n - s > 0, n - s, 1) / (n * (1 - w))), 0)
    return 2 * (first + rest)


print("kind,a,b,c,d,value1,value2,value3")
for x0, t0, x1, t1 in RATES:
    test = stats.binomtest(x1, x0 + x1, t1 / (t0 + t1))
    ci = test.proportion_ci(0.95, "exact")
    low = ci.low / (1 - ci.low) * t0 / t1
    high = np.inf if ci.high == 1 else ci.high / (1 - ci.high) * t0 / t1
    print(f"rate,{x0},{t0},{x1},{t1},{low:.12g},{high:.12g},{test.pvalue:.12g}")
rng = np.random.default_rng(7)
for counts, days in SERIES:
    n, total = sum(counts), sum(days)
    shares = np.cumsum(days)[:-1] / total
    seen = gain(np.cumsum(counts)[:-1], n, shares)
    sums = np.cumsum(rng.multinomial(n, np.array(days) / total, SIMULATED), axis=1)[:, :-1]
    largest = gain(sums, n, shares).max(axis=1)
    p = (largest >= seen.max() - 1e-9).mean()
    print(f"change,{' '.join(map(str, counts))},{' '.join(map(str, days))},{int(seen.argmax()) + 1},,{seen.max():.12g},{p:.12g},{np.sqrt(p * (1 - p) / SIMULATED):.3g}")
for counts, days, split in [([14, 886, 576, 457, 339, 334, 110], [274, 92, 90, 91, 92, 92, 90], 1), ([4, 6, 210, 673], [91, 91, 92, 92], 3)]:
    chi = 0.0
    for part in (slice(0, split), slice(split, None)):
        c, t = np.array(counts[part], float), np.array(days[part], float)
        if len(c) > 1:
            chi += stats.chisquare(c, c.sum() * t / t.sum()).statistic
    print(f"dispersion,{' '.join(map(str, counts))},{' '.join(map(str, days))},{split},,{chi:.12g},,")
