#!/bin/sh
# Check the types of the page's scripts, where Node and the registry of its packages are there.
set -e
TYPESCRIPT=typescript@5.9.3
if ! command -v npx >/dev/null; then
    echo "The page's scripts are not checked: there is no Node here."
    exit 0
fi
if ! npx --yes --package "$TYPESCRIPT" tsc --version >/dev/null 2>&1; then
    echo "The page's scripts are not checked: $TYPESCRIPT cannot be had."
    exit 0
fi
exec npx --yes --package "$TYPESCRIPT" tsc --checkJs --allowJs --noEmit --noUnusedLocals \
    --noFallthroughCasesInSwitch --target es2022 --lib dom,dom.iterable,es2022 \
    ofsted_graph/viz/page_files/js/*.js tests/viz/page_scripts.d.ts
