#!/bin/sh
# The browser tests need Chromium. Where it is missing and the system's packages have it, install it;
# where that cannot be done, say so: those tests are then skipped with the same words.
set -u
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium from the system's packages …"
    log=$(mktemp)
    if (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium) \
        >"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    tail -n 3 "$log"
    rm -f "$log"
fi
echo "Chromium is not installed; the browser tests will be skipped. Install the package chromium."
