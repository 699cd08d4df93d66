#!/bin/sh
# Debian packages that tests need: `system-packages.sh chromium`, `... postgresql`, or both by default.
# A missing tool is a failure, not a skip.
set -eu

there() { # package
    case $1 in
    chromium) command -v chromium >/dev/null 2>&1 ;;
    postgresql) command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ;;
    *) echo "unknown package $1" >&2; exit 2 ;;
    esac
}

missing=
for package in "${@:-chromium postgresql}"; do
    for each in $package; do
        there "$each" || missing="$missing $each"
    done
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "missing:$missing. Run 'apt-get install$missing' as root, then again" >&2
    exit 1
fi
apt-get update -qq
# shellcheck disable=SC2086  # a list of packages
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing
