#!/usr/bin/env bash
# Installs the missing Debian packages of the named sections of packages.txt: install.sh build [test]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

wanted() {
  awk -v section="[$1]" '/^\[/ { on = ($0 == section); next } on && !/^#/ && NF { print $1 }' "$here/packages.txt"
}

missing=()
for section in "$@"; do
  for package in $(wanted "$section"); do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
