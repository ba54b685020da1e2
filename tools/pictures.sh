#!/usr/bin/env bash
# Makes the two pictures of the README from a real build of the sample: docs/site.png and docs/print.png.
# Needs the built program, Chromium, pdftoppm (poppler-utils), a Chinese font for Chromium (fonts-noto-cjk) and Python with Pillow
# (python3-pil), which only makes the files small.
set -euo pipefail
cd "$(dirname "$0")/.."
program="${CARGO_TARGET_DIR:-target}/release/yizhan"
chromium="${CHROMIUM:-chromium}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

"$program" build -q
out="$PWD/output"

# Takes a picture of an HTML page that stands on the standard input: NAME WIDTH HEIGHT COLOURS.
picture() {
  cat >"$work/$1.html"
  "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-color-profile=srgb --force-device-scale-factor=1 \
    --allow-file-access-from-files --virtual-time-budget=4000 --window-size="$2,$3" --screenshot="$work/$1.png" \
    "file://$work/$1.html" >/dev/null 2>&1
  python3 - "$work/$1.png" "docs/$1.png" "$2" "$3" "$4" <<'PYTHON'
import sys
from PIL import Image

source, target, width, height, colours = sys.argv[1:]
picture = Image.open(source).convert("RGB").crop((0, 0, int(width), int(height)))
picture.quantize(int(colours), method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(target, optimize=True)
PYTHON
  echo "docs/$1.png: $(stat -c %s "docs/$1.png") bytes"
}

# The site: the page of an item on a desk, the page of a point on a phone.
picture site 1500 1000 96 <<HTML
<!doctype html><meta charset="utf-8">
<style>
  body { margin: 0; width: 1500px; height: 1000px; background: #e9edf0; position: relative; overflow: hidden; }
  iframe { position: absolute; border: 0; background: #fff; box-shadow: 0 6px 24px #0003; }
  .desk { left: 30px; top: 30px; width: 1040px; height: 940px; }
  .phone { right: 30px; top: 60px; width: 375px; height: 880px; outline: 8px solid #23303a; border-radius: 6px; }
</style>
<iframe class="desk" src="file://$out/site/wushen/items/chronic-disease/index.html"></iframe>
<iframe class="phone" src="file://$out/site/wushen/points/township-galutu/index.html"></iframe>
HTML

# The print: first pages of six pieces, all of one height.
page() { pdftoppm -png -singlefile -r 100 -scale-to-x -1 -scale-to-y 960 -f 1 -l 1 "$out/print/$1.pdf" "$work/$2"; }
page wushen/points/township-galutu/service-list list
page wushen/points/township-galutu/desk-card card
page beilun/points/hall/hours-sign hours
page beilun/posters/toolbox-a3 poster
page wushen/points/township-galutu/directions way
page beilun/points/hall/badges badges
picture print 1260 1120 64 <<HTML
<!doctype html><meta charset="utf-8">
<style>
  body { margin: 0; width: 1260px; height: 1120px; background: #e9edf0; display: grid; grid-template-columns: repeat(3, auto); gap: 24px;
    align-content: center; justify-content: space-evenly; justify-items: center; }
  img { box-shadow: 0 4px 14px #0003; height: 516px; background: #fff; }
</style>
<img src="list.png"><img src="card.png"><img src="hours.png"><img src="poster.png"><img src="way.png"><img src="badges.png">
HTML
