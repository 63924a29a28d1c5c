"""The gallery's one page of HTML: rows of pictures under quiet headings, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STYLE = """
:root { --ink: #34302b; --soft: #7a7167; --paper: #f7f4ed; --line: #ddd6c8; --red: #b22c22; }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 72px 40px 96px; max-width: 1080px; color: var(--ink);
  background: var(--paper);
  font: 16px/1.7 "LXGW WenKai", "Noto Serif SC", "Songti SC", Georgia, serif;
}
h1 { margin: 0; font-size: 40px; font-weight: 400; letter-spacing: 0.12em; }
h1::after {
  content: ""; display: block; width: 64px; margin: 28px 0; border-top: 2px solid var(--red);
}
h2 { margin: 88px 0 28px; font-size: 24px; font-weight: 400; letter-spacing: 0.08em; }
p { max-width: 46em; margin: 0 0 12px; color: var(--soft); }
figure { margin: 0 0 36px; }
figure div { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; }
figcaption { margin-top: 8px; font-size: 14px; color: var(--soft); letter-spacing: 0.04em; }
img { display: block; max-width: 100%; height: auto; box-shadow: 0 1px 5px rgb(52 48 43 / 22%); }
.pages { display: flex; flex-wrap: wrap; gap: 0 48px; }
.longs { display: flex; flex-wrap: wrap; gap: 48px; align-items: flex-start; }
footer { margin-top: 96px; padding-top: 20px; border-top: 1px solid var(--line); font-size: 14px; }
"""
PARTS = {
    "opening": "Openings",
    "photos": "Photos",
    "poem": "Poems",
    "place": "Places",
    "ending": "Endings",
}


@dataclass(frozen=True, slots=True)
class Picture:
    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Row:
    """Pictures under one name; `photos` is how many photos a page of a film holds."""

    name: str
    part: str
    photos: int
    pictures: tuple[Picture, ...]


def page(
    pages: Sequence[Row],
    transitions: Sequence[Row],
    films: Sequence[Row],
    longs: Sequence[Row],
    credit: str,
) -> str:
    found = [
        _section(f"{title} · {sum(row.part == part for row in pages)}", "pages", part_rows)
        for part, title in PARTS.items()
        if (part_rows := [row for row in pages if row.part == part])
    ]
    found += [
        _section(f"Transitions · {len(transitions)}", "strips", transitions),
        _section("Films", "films", films),
        _section("Long pictures", "longs", longs),
    ]
    body = "\n".join(found)
    return f"""<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Postcard: the gallery</title>
<style>{STYLE}</style>
<h1>Postcard</h1>
<p>Every page that a film is made of, in its three shapes; every transition; frames of three
films, and three long pictures. <code>make gallery</code> makes it again.</p>
{body}
<footer><p>{escape(credit)}</p></footer>
</html>
"""


def _section(title: str, kind: str, rows: Sequence[Row]) -> str:
    figures = "\n".join(_figure(row) for row in rows)
    return f'<h2>{escape(title)}</h2>\n<section class="{kind}">\n{figures}\n</section>'


def _figure(row: Row) -> str:
    images = "".join(_image(row, picture) for picture in row.pictures)
    count = f" · {row.photos}" if row.photos else ""
    return f"<figure><div>{images}</div><figcaption>{escape(row.name)}{count}</figcaption></figure>"


def _image(row: Row, picture: Picture) -> str:
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<img src="{escape(picture.file)}" {size} loading="lazy" alt="{escape(row.name)}">'
