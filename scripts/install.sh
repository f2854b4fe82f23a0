#!/usr/bin/env bash
# Installs the missing Debian packages of the named sections of packages.txt: install.sh build [test]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

wanted() {
  awk -v section="[$1]" '/^\[/ { on = ($0 == section); next } on && !/^#/ && NF { print $1, $2 }' "$here/packages.txt"
}

missing=()
for section in "$@"; do
  while read -r package command; do
    [ -n "$command" ] && command -v "$command" >/dev/null && continue
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done < <(wanted "$section")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
# Servers that the tests start themselves must not be started by their packages as well: some would listen on every address.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
