#!/bin/sh
# Debian packages that the browser tests need. A missing tool is a failure, not a skip.
set -eu
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" -ne 0 ]; then
    echo "chromium is missing: run 'apt-get install chromium' as root, then again" >&2
    exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium
