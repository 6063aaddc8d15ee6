#!/bin/sh
# Some tests need programs that Python's packages do not bring: Chromium for the network page, Virtuoso
# as a server of other people. Where one is missing and the system's packages have it, install it; where that
# cannot be done, say so: its tests are then skipped with the same words.
set -u

have() {
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

missing=""
have chromium chromium-browser google-chrome || missing="$missing chromium"
have virtuoso-t || missing="$missing virtuoso-opensource"
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    log=$(mktemp)
    for package in $missing; do
        echo "Installing $package from the system's packages …"
        if ! (apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$package") >"$log" 2>&1; then
            tail -n 3 "$log"
        fi
    done
    rm -f "$log"
fi

have chromium chromium-browser google-chrome ||
    echo "Chromium is not installed; the tests of the page will be skipped. Install chromium."
have virtuoso-t ||
    echo "Virtuoso is not installed; its tests will be skipped. Install virtuoso-opensource."
