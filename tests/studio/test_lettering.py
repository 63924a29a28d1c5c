"""Text on the screen: where lines break and which font draws what."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from studio.paint import linebreak
from studio.paint.lettering import NEVER, Face, FontChain, find_font


def count(text: str) -> float:
    """Wide characters are two columns, others one."""
    return sum(2.0 if linebreak.is_wide(char) else 1.0 for char in text)


def test_closing_punctuation() -> None:
    """No line begins with closing punctuation or ends with opening punctuation."""
    text = "海边的风，吹过《灯塔》。我们走了很远，很远；才看见「雪线」！"
    for width in range(6, 30):
        lines = linebreak.break_lines(text, width, count, 99)

        assert text == "".join(lines)
        assert not any(line[0] in linebreak.CLOSING for line in lines)
        assert not any(line[-1] in linebreak.OPENING for line in lines)


def test_words_are_whole() -> None:
    """Latin words are not cut when they fit on a line."""
    lines = linebreak.break_lines("A walk from Lund to Helsinki and 东京 too", 12, count, 99)

    assert all(
        word in "A walk from Lund to Helsinki and 东京 too".split()
        for line in lines
        for word in line.split()
    )


@pytest.mark.parametrize("width", range(11, 46))
def test_names_are_whole(width: int) -> None:
    """Of names one after the other none is cut, nor does what parts them begin a line."""
    names = ["上海", "日本 京都", "大阪", "美国 檀香山", "旧金山", "佛罗伦萨"]
    lines = linebreak.break_lines("  ·  ".join(names), width, count, 99)

    assert names == [name for line in lines for name in line.removesuffix(" ·").split(" · ")]
    assert max(count(line) for line in lines) <= width


def test_chinese_words_are_whole() -> None:
    """Where a text has spaces lines break at them, if what is between fits."""
    lines = linebreak.break_lines("2024.06.06  特立尼达和多巴哥 西班牙港", 20, count, 9)

    assert ["2024.06.06", "特立尼达和多巴哥", "西班牙港"] == lines


def test_names_that_do_not_fit() -> None:
    """A name wider than the line is cut; names for which there is no line are left out whole."""
    long = linebreak.break_lines("一二三四五六七八 · 九十", 10, count, 99)
    few = linebreak.break_lines("上海 · 美国 檀香山 · 旧金山 · 纽约", 18, count, 2)

    assert "一二三四五六七八·九十" == "".join(long).replace(" ", "")
    assert max(count(line) for line in long) <= 10
    assert ["上海 ·", "美国 檀香山 · …"] == few


def test_long_word() -> None:
    """A word wider than the line is cut rather than drawn outside."""
    lines = linebreak.break_lines("x" * 50, 12, count, 99)

    assert max(count(line) for line in lines) <= 12
    assert "x" * 50 == "".join(lines)


def test_ellipsis() -> None:
    """Too much text ends in an ellipsis inside the width."""
    lines = linebreak.break_lines("很长的标题" * 20, 20, count, 2)

    assert 2 == len(lines)
    assert linebreak.ELLIPSIS == lines[-1][-1]
    assert count(lines[-1]) <= 21


def test_balanced() -> None:
    """No single character is left alone on the last line."""
    lines = linebreak.break_lines("一二三四五六七八九十甲", 20, count, 9)

    assert [6, 5] == [len(line) for line in lines]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00\x07\x1b[31m", "a\u202eb\u200b\ufeff"])
def test_controls(text: str) -> None:
    """Control characters, newlines and direction marks are harmless."""
    shown = linebreak.clean(text)

    assert shown.isprintable()


def drawn(fonts: FontChain, text: str) -> bytes:
    mask = Image.new("L", (200, 60))
    fonts.draw(mask, (10, 45), text, 32)
    return mask.tobytes()


def test_every_font_is_chinese() -> None:
    """Chinese text has ink, and different characters look different."""
    fonts = find_font(None)

    assert 4 == len({drawn(fonts, char) for char in "骨直门令"})
    assert fonts.width("骨直门令", 32) > 100


def test_fallback() -> None:
    """A character that the first face lacks comes from the next; what none has is left out."""
    chinese = find_font(None)
    latin = Face("")
    chain = FontChain((latin, *chinese.faces))

    assert latin == chain.face_for("A")
    assert chinese.faces[0] == chain.face_for("海")
    assert chain.face_for(NEVER) is None
    assert drawn(chain, "海") == drawn(chain, "海\U0001f9ff\ue000")


def test_configured_font(tmp_path: Path) -> None:
    """A configured file that is no font is passed over."""
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")

    assert find_font(None) == find_font(broken) == find_font(tmp_path / "missing.ttf")
