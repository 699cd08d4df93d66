#!/bin/sh
# Takes the pictures of the README: docs/img/rapport.png and docs/img/gap.png, 1440 px wide, at most 250 kB.
# Needs Chromium (CHROMIUM names another binary) and an installed dq (DQ names another).
# The pages are those of `dq demo` and `dq reconcile`, in Swedish.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
dq=${DQ:-$root/.venv/bin/dq}
chromium=${CHROMIUM:-chromium}
height=${HEIGHT:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v "$chromium" >/dev/null || { echo "no $chromium: install Chromium or set CHROMIUM" >&2; exit 1; }

shoot() { # page, picture
    "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
        --user-data-dir="$work/profile" --window-size="1440,$height" \
        --screenshot="$2" "file://$1" >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    size=$(wc -c <"$2")
    [ "$size" -gt 0 ] && [ "$size" -le 250000 ] || { echo "$2 is $size bytes, at most 250000" >&2; exit 1; }
    echo "$2 $size bytes"
}

export DQ_LANG=sv
code=0
"$dq" -q demo "$work/demo" >/dev/null || code=$?
[ "$code" -eq 10 ] || { echo "dq demo ended in $code, expected 10" >&2; exit 1; }
"$dq" -q reconcile --report "$work/gap.html" >/dev/null

mkdir -p "$root/docs/img"
shoot "$work/demo/rapport.html" "$root/docs/img/rapport.png"
shoot "$work/gap.html" "$root/docs/img/gap.png"
