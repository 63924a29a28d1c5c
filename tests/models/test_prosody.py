"""The form checker keeps what poets kept and finds what they would have found wrong."""

from __future__ import annotations

import pytest

from models.poet import prosody

KEPT = {
    "登鹳雀楼": ("白日依山尽 黄河入海流 欲穷千里目 更上一层楼", "abcd"),
    "听筝": ("鸣筝金粟柱 素手玉房前 欲得周郎顾 时时误拂弦", "cdab"),
    "早发白帝城": ("朝辞白帝彩云间 千里江陵一日还 两岸猿声啼不住 轻舟已过万重山", "dbcd"),
    "凉州词": ("葡萄美酒夜光杯 欲饮琵琶马上催 醉卧沙场君莫笑 古来征战几人回", "dbcd"),
    "枫桥夜泊": ("月落乌啼霜满天 江枫渔火对愁眠 姑苏城外寒山寺 夜半钟声到客船", "bdab"),
    "乌衣巷": ("朱雀桥边野草花 乌衣巷口夕阳斜 旧时王谢堂前燕 飞入寻常百姓家", "bdab"),
    "清明": ("清明时节雨纷纷 路上行人欲断魂 借问酒家何处有 牧童遥指杏花村", "dbcd"),
    "绝句": ("两个黄鹂鸣翠柳 一行白鹭上青天 窗含西岭千秋雪 门泊东吴万里船", "cdab"),
}
OLD_STYLE = {
    "静夜思": "床前明月光 疑是地上霜 举头望明月 低头思故乡",
    "江雪": "千山鸟飞绝 万径人踪灭 孤舟蓑笠翁 独钓寒江雪",
}


def lines(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(("poem", "scheme"), KEPT.values(), ids=KEPT)
def test_a_regulated_quatrain_is_recognised_with_its_scheme(poem: str, scheme: str) -> None:
    """
    Famous quatrains keep the rules, each in its own scheme.
    """
    found = prosody.schemes(lines(poem))

    assert scheme in found
    assert prosody.is_regulated(lines(poem), len(lines(poem)[0]))


@pytest.mark.parametrize("poem", OLD_STYLE.values(), ids=OLD_STYLE)
def test_an_old_style_quatrain_is_not_regulated(poem: str) -> None:
    """
    Famous quatrains that were never meant to keep the tones do not pass.
    """
    assert not prosody.is_regulated(lines(poem), 5)


BROKEN = {
    "孤平": ("白日依山尽 月河入海流 欲穷千里目 更上一层楼", False, True),
    "三平尾": ("白日依山尽 黄河入海流 欲穷千里目 更上高层楼", False, True),
    "失对": ("白日依山尽 远客入海流 欲穷千里目 更上一层楼", False, True),
    "失粘": ("白日依山尽 黄河入海流 白日依山尽 黄河入海楼", False, True),
    "出韵": ("白日依山尽 黄河入海流 欲穷千里目 更上一层山", True, False),
    "重韵": ("白日依山尽 黄河入海楼 欲穷千里目 更上一层楼", True, False),
    "仄韵": ("春眠不觉晓 处处闻啼鸟 夜来风雨声 花落知多少", False, False),
}


@pytest.mark.parametrize(("poem", "scheme", "rhyme"), BROKEN.values(), ids=BROKEN)
def test_each_fault_is_found(poem: str, scheme: bool, rhyme: bool) -> None:
    """
    One fault in a good poem breaks the scheme or the rhyme, and not the other.
    """
    assert (scheme, rhyme) == (
        prosody.keeps_scheme(lines(poem)),
        prosody.keeps_rhyme(lines(poem)),
    )


@pytest.mark.parametrize(
    "poem",
    [
        "白日依山尽 黄河入海流 欲穷千里目",
        "白日依山尽 黄河入海流 欲穷千里目 更上一层楼台",
        "白日依山尽 黄河入海流 欲穷千里目 更上一层L",
        "",
    ],
)
def test_what_is_not_four_equal_lines_of_characters_has_no_form(poem: str) -> None:
    """
    A line too few, a character too many, a foreign letter and nothing at all are no quatrain.
    """
    assert not prosody.is_form(lines(poem), 5)


def test_a_seven_character_line_is_a_five_character_line_with_an_opposed_foot_before() -> None:
    """
    Each type has twice as many rows in seven characters, the second opposed to the fourth.
    """
    for kind in "abcd":
        rows = prosody.patterns(kind, 7)

        assert 2 * len(prosody.patterns(kind, 5)) == len(rows)
        assert all(row[1] != row[3] for row in rows)


def test_no_row_ends_in_three_level_tones_or_leaves_one_level_tone_alone() -> None:
    """
    三平尾 and 孤平 are in no row of any type.
    """
    rows = {row for kind in "bd" for row in prosody.patterns(kind, 5)}

    assert not [row for row in rows if row.endswith("平平平")]
    assert "仄平仄仄平" not in rows
