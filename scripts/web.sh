#!/usr/bin/env bash
# Builds the pages' assets (CSS, fonts, modules) into build/web; quick when neither web/ nor the lock has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
npm_dir=build/npm
mkdir -p "$npm_dir"
exec 9>"$npm_dir/.lock"  # two builds at a time share one folder of modules
flock 9

wanted=$(cat web/package.json web/package-lock.json | sha256sum)
if [ "$(cat "$npm_dir/.installed" 2>/dev/null)" != "$wanted" ]; then
  echo "Installing the pages' npm packages"
  cp web/package.json web/package-lock.json web/.npmrc "$npm_dir/"
  (cd "$npm_dir" && npm ci --ignore-scripts --silent)
  echo "$wanted" >"$npm_dir/.installed"
fi

sources=$({ find web build/wasm -type f -not -path '*/node_modules/*' 2>/dev/null | LC_ALL=C sort | xargs sha256sum; echo "$wanted"; } | sha256sum)
if [ "$(cat build/web/.built 2>/dev/null)" != "$sources" ]; then
  echo "Building the pages' assets"
  # Built beside and moved into place: a running server never sees half of it.
  rm -rf build/web.new
  mkdir -p build/web.new
  node web/build.mjs "$npm_dir/node_modules" build/web.new
  echo "$sources" >build/web.new/.built
  rm -rf build/web
  mv build/web.new build/web
fi
