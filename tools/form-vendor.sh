#!/usr/bin/env bash
# Makes themes/default/form/vendor.js anew: the one library of the form, at the version pinned here, without the parts that it does not
# use. Not minified, so that a change can be read. Run it only to take up another version, and review what it changes. Needs Node with npm.
set -euo pipefail
cd "$(dirname "$0")/.."
fflate=0.8.2
esbuild=0.28.2
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --silent --no-audit --no-fund "fflate@$fflate" "esbuild@$esbuild"
echo "export { unzipSync, zipSync } from 'fflate';" >"$work/entry.mjs"
"$work/node_modules/.bin/esbuild" "$work/entry.mjs" --bundle --format=iife --global-name=fflate --target=es2020 --charset=utf8 \
  --legal-comments=none --log-level=warning --outfile="$work/made.js"
{
  echo "// Made by tools/form-vendor.sh; do not edit. Zip files: fflate $fflate, MIT licence, see LICENSES."
  echo "/*! fflate $fflate, (c) 2023 Arjun Barrett, MIT licence */"
  # Where a module came from is said above.
  grep -v -e '^ *// .*node_modules/' -e '^ *// .*entry.mjs' "$work/made.js" | sed 's/^"use strict";$//; s/^var fflate = /const fflate = /'
  echo "export const { unzipSync, zipSync } = fflate;"
} >themes/default/form/vendor.js
{
  echo "The form (themes/default/form) holds the following work of others."
  echo
  echo "fflate $fflate, in vendor.js"
  echo
  cat "$work/node_modules/fflate/LICENSE"
} >themes/default/form/LICENSES
