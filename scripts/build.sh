#!/usr/bin/env bash
# build.sh PRESET [TARGET...]: configures once and builds; quiet unless something fails.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
export CCACHE_DIR="${CCACHE_DIR:-$PWD/build/ccache}"
log=build/configure-$preset.log
mkdir -p build
if [ ! -f "build/$preset/build.ninja" ]; then
  echo "Configuring $preset"
  cmake --preset "$preset" >"$log" 2>&1 || { cat "$log"; exit 1; }
fi
if [ "$preset" = release ]; then
  ninja -C "build/$preset" --quiet verify_wasm
  scripts/web.sh
fi  # the program reads build/web; what runs under sanitizers needs no node
echo "Building $preset"
ninja -C "build/$preset" "$@"
