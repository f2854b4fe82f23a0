#!/bin/sh
# Go's x/mod (Debian: golang-go, golang-golang-x-mod-dev) opens the checkpoint and recomputes the root of DIR/log with the
# key of DIR/policy.txt; then it must refuse a copy in which one byte of an entry differs.
# usage: go_note_test.sh DIR
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
log=${1:-"$here/../../docs/vectors/valid"}
command -v go >/dev/null || { echo "go_note: no go command" >&2; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GOPATH=/usr/share/gocode GO111MODULE=off GOCACHE="$work/cache" GOFLAGS= go build -o "$work/go_note" "$here/go_note/main.go"
"$work/go_note" "$log"

mkdir "$work/altered"
cp -r "$log/log" "$log/policy.txt" "$work/altered/"
entries=$(find "$work/altered/log/tile/entries" -type f | sort | head -n 1)
printf '\377' | dd of="$entries" bs=1 seek=20 conv=notrunc 2>/dev/null
if "$work/go_note" "$work/altered" 2>/dev/null; then
  echo "go_note: an altered entry was accepted" >&2
  exit 1
fi
echo "go_note: an altered entry is refused"
