#!/usr/bin/env bash
# bench/policy/run.sh [SEED]: one table, 100,000 requests, decided by Writ, OPA and Cedar in turn, one thread each; the
# answers are compared one by one. Needs cmake, go and cargo; everything it makes is below build/bench-policy.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$PWD/build/bench-policy
mkdir -p "$out"

python3 bench/policy/make_inputs.py "$out" "${1:-2024}"
scripts/build.sh release bench_policy_table >&2
(cd bench/policy/opa && GOFLAGS=-buildvcs=false go build -mod=readonly -o "$out/bench_opa" .)
(cd bench/policy/cedar && CARGO_TARGET_DIR="$out/cedar" cargo build --quiet --release --locked)

# The three one after the other, three times: what else the machine does shows as a spread.
: >"$out/times.txt"
for _ in 1 2 3; do
  echo "writ $(build/release/bench/policy/bench_policy_table "$out")" >>"$out/times.txt"
  echo "opa $("$out/bench_opa" "$out")" >>"$out/times.txt"
  echo "cedar $("$out/cedar/release/writ_bench_cedar" "$out")" >>"$out/times.txt"
done
python3 bench/policy/compare.py "$out"
