#!/usr/bin/env bash
# Page weights of the built sample, and what Lighthouse says of its home, item and point page, over http on this machine.
# Needs the built program, Chromium, Python 3 and node; Lighthouse itself comes from npm (`npx`) and is no part of the project.
set -euo pipefail
cd "$(dirname "$0")/.."
program="${CARGO_TARGET_DIR:-target}/release/yizhan"
export CHROME_PATH="${CHROMIUM:-$(command -v chromium)}"
work="$(mktemp -d)"
"$program" build -q -o "$work/out" --only site,data
site="$work/out/site"
python3 -u -m http.server -d "$site" -b 127.0.0.1 0 >"$work/log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
sleep 1
port="$(sed -n 's/.*port \([0-9]*\).*/\1/p' "$work/log" | head -1)"
[ -n "$port" ] || port="$(ss -ltnp 2>/dev/null | sed -n "s/.*127.0.0.1:\([0-9]*\).*pid=$server,.*/\1/p" | head -1)"

shared=$(($(stat -c %s "$site/assets/site.css") + $(stat -c %s "$site/assets/site.js")))
echo "stylesheet and script: $shared bytes"
for page in wushen/ wushen/items/employee-enrollment/ wushen/points/township-galutu/; do
  own=$(stat -c %s "$site/${page}index.html")
  echo "$page: $own bytes, with stylesheet and script $((own + shared))"
  for preset in "" --preset=desktop; do
    ${LIGHTHOUSE:-npx --yes lighthouse} "http://127.0.0.1:$port/$page" --quiet $preset --output=json --output-path="$work/lh.json" \
      --chrome-flags="--headless --no-sandbox --disable-gpu" >/dev/null 2>&1
    python3 - "$work/lh.json" "${preset:-mobile}" <<'PYTHON'
import json
import sys

report = json.load(open(sys.argv[1]))
print("  " + sys.argv[2].replace("--preset=", ""), ", ".join(f"{c['title']} {round(c['score'] * 100)}" for c in list(report["categories"].values())[:4]))
PYTHON
  done
done
