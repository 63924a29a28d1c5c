"""Draws static/city/: a small landscape for every province of China, and one for elsewhere.

`python -m scripts.drawing.cities` writes them all; nothing in them is anybody else's picture.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from scripts.drawing.city import east, north, south, west
from scripts.drawing.city.canvas import PALE, SCALE, WIDTH, Canvas, Colour, mix
from studio.paint.lettering import SYSTEM

ROOT: Final = Path(__file__).resolve().parents[2]
OUT: Final = ROOT / "static" / "city"
COLOURS: Final = 176
INK: Final = (44, 38, 36)
SEAL: Final = (176, 44, 38)


class Scene(NamedTuple):
    """The file's name, the words on the picture, the character of its seal, who draws it."""

    code: str
    name: str
    seal: str
    draw: Callable[[], Canvas]
    words: Colour = INK


SCENES: Final = (
    Scene("110000", "北京", "京", north.beijing),
    Scene("120000", "天津", "津", north.tianjin, PALE),
    Scene("130000", "河北", "冀", north.hebei),
    Scene("140000", "山西", "晋", north.shanxi),
    Scene("150000", "内蒙古", "蒙", north.neimenggu),
    Scene("210000", "辽宁", "辽", north.liaoning),
    Scene("220000", "吉林", "吉", north.jilin),
    Scene("230000", "黑龙江", "黑", north.heilongjiang, PALE),
    Scene("310000", "上海", "沪", east.shanghai, PALE),
    Scene("320000", "江苏", "苏", east.jiangsu),
    Scene("330000", "浙江", "浙", east.zhejiang),
    Scene("340000", "安徽", "皖", east.anhui),
    Scene("350000", "福建", "闽", east.fujian),
    Scene("360000", "江西", "赣", east.jiangxi),
    Scene("370000", "山东", "鲁", east.shandong, PALE),
    Scene("410000", "河南", "豫", south.henan),
    Scene("420000", "湖北", "鄂", south.hubei),
    Scene("430000", "湖南", "湘", south.hunan),
    Scene("440000", "广东", "粤", south.guangdong, PALE),
    Scene("450000", "广西", "桂", south.guangxi),
    Scene("460000", "海南", "琼", south.hainan),
    Scene("500000", "重庆", "渝", west.chongqing, PALE),
    Scene("510000", "四川", "川", west.sichuan),
    Scene("520000", "贵州", "黔", west.guizhou),
    Scene("530000", "云南", "滇", west.yunnan),
    Scene("540000", "西藏", "藏", west.xizang, PALE),
    Scene("610000", "陕西", "陕", west.shaanxi),
    Scene("620000", "甘肃", "甘", west.gansu),
    Scene("630000", "青海", "青", west.qinghai),
    Scene("640000", "宁夏", "宁", west.ningxia),
    Scene("650000", "新疆", "新", west.xinjiang, PALE),
    Scene("710000", "台湾", "台", east.taiwan),
    Scene("810000", "香港", "港", south.hongkong, PALE),
    Scene("820000", "澳门", "澳", south.macao),
    Scene("def1", "远方", "游", south.elsewhere),
)


def drawn(scene: Scene) -> Image.Image:
    """The picture with its name and seal, in few colours."""
    canvas = scene.draw()
    few = canvas.finished().quantize(COLOURS, Image.Quantize.MEDIANCUT)
    _name(canvas.image, scene)
    return canvas.finished().quantize(
        palette=_with_inks(few, scene.words), dither=Image.Dither.NONE
    )


def _with_inks(few: Image.Image, words: Colour) -> Image.Image:
    """A palette that has the landscape's colours, and those of the words and of the seal."""
    colours = few.getpalette() or []
    for ink, paper in ((SEAL, PALE), (words, mix(words, (150, 160, 170), 0.5))):
        for share in (0.0, 0.33, 0.66, 1.0):
            colours += mix(ink, paper, share)
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    return palette


def _name(image: Image.Image, scene: Scene) -> None:
    """The name from top to bottom in the upper right corner, a seal below it."""
    pen, x = ImageDraw.Draw(image), (WIDTH - 38) * SCALE
    path, index = next((path, index) for path, index in SYSTEM if Path(path).is_file())
    font = ImageFont.truetype(path, 38 * SCALE, index=index)
    y = 40.0
    for character in scene.name:
        pen.text((x, y * SCALE), character, font=font, fill=scene.words, anchor="mm")
        y += 42
    small = ImageFont.truetype(path, 19 * SCALE, index=index)
    box = [v * SCALE for v in (WIDTH - 52, y - 12, WIDTH - 24, y + 16)]
    pen.rounded_rectangle(box, 4 * SCALE, fill=SEAL)
    pen.text((x, (y + 2) * SCALE), scene.seal, font=small, fill=PALE, anchor="mm")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])
    for scene in SCENES:
        if not wanted or scene.code in wanted:
            drawn(scene).save(OUT / f"{scene.code}.png", optimize=True)


if __name__ == "__main__":
    main()
