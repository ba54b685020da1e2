#!/usr/bin/env bash
# Makes the pictures of the desk for docs/desk.md: every screen in both themes, from the sample. Needs the built program, Chromium and node.
set -euo pipefail
cd "$(dirname "$0")/../tests/browser"
target="$(realpath "${CARGO_TARGET_DIR:-../../target}")"
[ -d node_modules/playwright-core ] || npm ci --silent --no-audit --no-fund
export YIZHAN_PROGRAM="$target/release/yizhan" CHROMIUM="${CHROMIUM:-$(command -v chromium)}"
mkdir -p ../../docs/desk
node desk-pictures.mjs ../../docs/desk
