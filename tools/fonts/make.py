#!/usr/bin/env python3
"""Make the four embedded fonts: subsets of Noto Sans and Noto Serif CJK SC.

    tools/fonts/make.py            write themes/default/fonts/*.otf
    tools/fonts/make.py --check    change nothing; fail unless every shipped font covers the set
                                   and, where the sources are installed, remaking gives the same bytes

Sources, on Debian: packages `fonts-noto-cjk` (the TTC files; SC is index 2) and `unicode-data`
(Unihan, property kTGH = 通用规范汉字表). From PyPI: `uharfbuzz`.

The set is 通用规范汉字表 (8,105) ∪ GB/T 2312 ∪ Latin, figures, punctuation, symbols and boxes that
print needs. It is stated here once; README.md beside the fonts describes it in words.
"""
from __future__ import annotations

import argparse
import bz2
import hashlib
import pathlib
import sys

import uharfbuzz as hb

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "themes/default/fonts"
NOTO = pathlib.Path("/usr/share/fonts/opentype/noto")
UNIHAN = pathlib.Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
SC_INDEX = 2

#: shipped file -> source collection
FACES = {
    "NotoSansSC-Regular.otf": "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Bold.otf": "NotoSansCJK-Bold.ttc",
    "NotoSerifSC-Regular.otf": "NotoSerifCJK-Regular.ttc",
    "NotoSerifSC-Bold.otf": "NotoSerifCJK-Bold.ttc",
}

#: Features that setting a page uses. `locl` is left out on purpose: it pulls in the forms of other
#: regions, and these fonts have one region only.
FEATURES = [
    "kern", "mark", "mkmk", "ccmp", "liga", "calt",  # horizontal
    "palt", "halt", "chws",                          # proportional and half-width punctuation
    "vert", "vrt2", "vkrn", "vpal", "vhal", "vchw",  # upright setting on spines and banners
]

#: Whole blocks, first and last code point. A character of these that the source lacks is skipped.
RANGES = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A (pinyin with tones among them)
    (0x01CD, 0x01DC),  # pinyin, third tone
    (0x0391, 0x03C9),  # Greek, as GB/T 2312 has it
    (0x0401, 0x0451),  # Cyrillic, as GB/T 2312 has it
    (0x2002, 0x206F),  # spaces, dashes, quotation marks, bullets, ellipsis, primes
    (0x2070, 0x209C),  # raised and lowered figures
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # ℃ № ™
    (0x2150, 0x218B),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators, the true minus sign among them
    (0x2460, 0x24FF),  # ① ⑴ ⒈ and so on
    (0x2500, 0x257F),  # box drawing
    (0x2580, 0x2595),  # blocks
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2600, 0x26FF),  # ★ ☎ ⚠
    (0x2700, 0x27BF),  # ✓ ❶ ➡
    (0x3000, 0x303F),  # CJK punctuation
    (0x3105, 0x312F),  # bopomofo, as GB/T 2312 has it
    (0x3200, 0x32FF),  # ㈠ ㊀
    (0x3300, 0x33FF),  # ㎡ ㎞ and their like
    (0x2F00, 0x2FD5),  # radicals
    (0xFE10, 0xFE1F),  # vertical forms
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF60),  # full-width forms
    (0xFFE0, 0xFFE6),
]

#: Single characters. Those marked required must be in every face.
REQUIRED = "—–−…·℃㎡²³×÷≥≤±≈≠→←↑↓○●□■☆★①⑳㈠〔〕「」『』【】《》〈〉“”‘’、。，；：？！（）％￥°′″№ⅠⅫ"
OPTIONAL = "✔✗✘☐☑☒⌒〇々〆"


def han() -> set[int]:
    """通用规范汉字表, from Unihan's kTGH."""
    found = set()
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+") and "\tkTGH\t" in line:
                found.add(int(line.split("\t", 1)[0][2:], 16))
    if len(found) != 8105:
        sys.exit(f"kTGH gives {len(found)} characters, expected 8105: is unicode-data complete?")
    return found


def gb2312() -> set[int]:
    """Every character of GB/T 2312, by walking its 94 × 94 table."""
    found = set()
    for high in range(0xA1, 0xFF):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def wanted() -> set[int]:
    chars = han() | gb2312() | {ord(c) for c in REQUIRED + OPTIONAL}
    for first, last in RANGES:
        chars.update(range(first, last + 1))
    return chars


def must_have() -> set[int]:
    """What a shipped font may not lack: the two Chinese sets and the required signs."""
    return han() | gb2312() | {ord(c) for c in REQUIRED} | set(range(0x20, 0x7F))


def make(source: pathlib.Path, chars: set[int]) -> bytes:
    face = hb.Face(hb.Blob.from_file_path(str(source)), SC_INDEX)
    plan = hb.SubsetInput()
    replace(plan, hb.SubsetInputSets.UNICODE, chars & set(face.unicodes))
    replace(plan, hb.SubsetInputSets.LAYOUT_FEATURE_TAG, {hb_tag(f) for f in FEATURES})
    # Names: copyright, family, style, id, full name, version, PostScript name, trademark, maker, licence.
    replace(plan, hb.SubsetInputSets.NAME_ID, {0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 16, 17})
    replace(plan, hb.SubsetInputSets.NAME_LANG_ID, {0x409})
    # Paper and PDF do not hint; without hints the four fit in about 10 MB.
    plan.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    return bytes(plan.subset(face).blob.data)


def replace(plan: hb.SubsetInput, which: hb.SubsetInputSets, values: set[int]) -> None:
    """Empty one of the plan's sets, which HarfBuzz fills with defaults, and fill it with ours."""
    chosen = plan.sets(which)
    chosen.clear()
    chosen.update(values)


def hb_tag(text: str) -> int:
    return int.from_bytes(text.encode("ascii"), "big")


def covered(data: bytes) -> set[int]:
    return set(hb.Face(data).unicodes)


def names(characters: set[int]) -> str:
    shown = sorted(characters)[:40]
    return " ".join(f"{chr(c)}(U+{c:04X})" for c in shown) + (" …" if len(characters) > 40 else "")


def check() -> int:
    status = 0
    must = must_have()
    for name, source in FACES.items():
        path = OUTPUT / name
        if not path.exists():
            print(f"{name}: missing", file=sys.stderr)
            status = 1
            continue
        data = path.read_bytes()
        lacking = must - covered(data)
        if lacking:
            print(f"{name}: lacks {len(lacking)}: {names(lacking)}", file=sys.stderr)
            status = 1
        if (NOTO / source).exists() and make(NOTO / source, wanted()) != data:
            print(f"{name}: differs from what make.py makes", file=sys.stderr)
            status = 1
    print("fonts: fine" if status == 0 else "fonts: see above")
    return status


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="verify the shipped fonts, write nothing")
    if parser.parse_args().check:
        return check()
    chars = wanted()
    total = 0
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name, source in FACES.items():
        data = make(NOTO / source, chars)
        (OUTPUT / name).write_bytes(data)
        total += len(data)
        digest = hashlib.sha256(data).hexdigest()[:16]
        print(f"{name}  {len(data):>9,} bytes  {len(covered(data)):,} characters  sha256 {digest}…")
    print(f"together {total / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
