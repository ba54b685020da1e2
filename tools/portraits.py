#!/usr/bin/env python3
"""Draws the portraits of the sample: flat figures without a face, in clothes of different colours, so that nobody takes them for people.

Needs Python with Pillow (python3-pil). Writes content/BUREAU/points/photos/NAME.jpg, the same bytes each time.
"""

from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 360, 480
# Drawn four times as large and made smaller, so that edges are smooth.
FINE = 4

# Bureau: names of the pictures, in order.
PEOPLE = {
    "beilun": ["hall-1", "hall-2", "hall-3", "hall-4", "haiyun-street-1"],
    "wuhu": ["qingyi-1", "qingyi-2", "qingyi-3", "qingyi-4", "hewan-1", "hewan-2"],
    "gulou": ["rongyin-street-1", "xiqiao-town-1"],
    "wenling": ["center-1", "yuntang-town-1", "songtang-1"],
    "wushen": ["county-hall-1", "county-hall-2", "county-hall-3", "galutu-1", "galutu-2"],
}
# 红马甲、绿马甲、蓝马甲 come first: so are the people of the hall in Beilun.
CLOTHES = ["#A8201A", "#1D6B3A", "#0B4A8F", "#566074", "#7A4B1E", "#3B3F73", "#0F6E73"]
GROUND = "#E6EEF7"
SKIN = "#D9B493"
HAIR = "#2B2A2E"
SHIRT = "#FFFFFF"


def draw(clothes: str, long_hair: bool) -> Image.Image:
    """One figure from the chest up."""
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), GROUND)
    pen = ImageDraw.Draw(image)

    def at(*numbers: float) -> list[float]:
        return [number * FINE for number in numbers]

    if long_hair:
        pen.rounded_rectangle(at(100, 100, 260, 322), radius=76 * FINE, fill=HAIR)
    # Shoulders and chest, then neck, collar, head, hair.
    pen.rounded_rectangle(at(44, 322, 316, 640), radius=92 * FINE, fill=clothes)
    pen.polygon(at(138, 322, 222, 322, 180, 398), fill=SHIRT)
    pen.rounded_rectangle(at(152, 262, 208, 346), radius=26 * FINE, fill=SKIN)
    pen.ellipse(at(118, 120, 242, 286), fill=SKIN)
    pen.pieslice(at(110, 100, 250, 250), 180, 360, fill=HAIR)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def main() -> None:
    content = Path(__file__).resolve().parent.parent / "content"
    number = 0
    for bureau, names in PEOPLE.items():
        folder = content / bureau / "points" / "photos"
        folder.mkdir(exist_ok=True)
        for name in names:
            picture = draw(CLOTHES[number % len(CLOTHES)], number % 2 == 1)
            picture.save(folder / f"{name}.jpg", quality=82, optimize=True)
            number += 1


if __name__ == "__main__":
    main()
