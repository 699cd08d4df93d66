#!/bin/sh
# A throwaway PostgreSQL for tests: `start DIR` prints the URI of its owner, `stop DIR` ends it and removes DIR.
# It lives in DIR alone, listens on a socket file there and on no network, and never writes for keeps.
# PostgreSQL refuses to run as root, so root runs it as the user that the Debian package makes.
set -eu

usage() { echo "use: $0 start|stop DIR" >&2; exit 2; }
[ $# -eq 2 ] || usage
dir=$2

bin=$(command -v pg_ctl >/dev/null 2>&1 && dirname "$(readlink -f "$(command -v pg_ctl)")" || true)
[ -n "$bin" ] || bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "no PostgreSQL: run 'sh ci/system-packages.sh' as root" >&2; exit 1; }

as_server() { # run the rest as somebody who is not root
    if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

case $1 in
start)
    mkdir -p "$dir"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$dir"; fi
    printf 'owner' >"$dir/password"
    chmod 644 "$dir/password"
    as_server "$bin/initdb" -D "$dir/data" -U owner --pwfile="$dir/password" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
    as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/log" -w -t 60 -o "-c listen_addresses= \
        -c unix_socket_directories='$dir' -c fsync=off -c full_page_writes=off -c synchronous_commit=off" \
        start >>"$dir/log" 2>&1 || { cat "$dir/log" "$dir/data/log" >&2; exit 1; }
    echo "postgresql://owner:owner@/postgres?host=$dir"
    ;;
stop)
    as_server "$bin/pg_ctl" -D "$dir/data" -w -t 60 -m immediate stop >/dev/null 2>&1 || true
    if [ -f "$dir/data/PG_VERSION" ]; then rm -rf "$dir"; fi
    ;;
*) usage ;;
esac
