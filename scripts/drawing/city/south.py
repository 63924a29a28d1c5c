"""Landscapes of the middle and the south, Hong Kong and Macao, and of elsewhere."""

from __future__ import annotations

import numpy as np

from scripts.drawing.city import buildings as b
from scripts.drawing.city import nature as n
from scripts.drawing.city.canvas import Canvas, mix


def henan() -> Canvas:
    c = Canvas((196, 196, 176), (248, 226, 178))
    c.sun(520, 92, 22, (255, 242, 206))
    c.ridge(131, 204, 62, (170, 168, 146), (226, 208, 166))
    b.pagoda(c, 230, 270, 210, 11, (122, 92, 66), (186, 142, 94), 0.3)
    c.ridge(15, 276, 30, (160, 158, 104), (196, 174, 98), 0.5)
    random = np.random.default_rng(5)
    for row in range(9):
        y = 288 + row * 9
        for x in np.arange(-10, 650, 5 + row * 0.5):
            c.line(
                [(x, y), (x + random.uniform(-1, 3), y - 9 - row)],
                mix((222, 182, 86), (172, 132, 58), random.uniform()),
                1.2 + row * 0.1,
            )
    for x, y, s in ((500, 310, 26), (566, 326, 34), (440, 332, 24)):
        for ring in range(4, 0, -1):
            for petal in range(9):
                a = petal * 0.7 + ring
                c.disc(
                    x + s * 0.22 * ring * np.cos(a),
                    y + s * 0.17 * ring * np.sin(a),
                    s * 0.3,
                    mix((196, 52, 84), (250, 190, 200), ring / 4.6),
                )
        c.disc(x, y, s * 0.2, (244, 208, 96))
    return c


def hubei() -> Canvas:
    c = Canvas((150, 178, 196), (248, 222, 184))
    c.sun(500, 120, 26, (255, 236, 200))
    b.skyline(c, 244, (162, 176, 186), 22, 66, None, (330, 640))
    b.viaduct(c, 250, (116, 124, 136), (430, 580), 96, 18)
    c.water(248, (88, 122, 132), (212, 206, 188), 12)
    c.shaded(
        [(-5, 262), (120, 244), (260, 252), (330, 292), (340, 400), (-5, 400)],
        (96, 124, 92),
        (58, 84, 70),
    )
    b.pagoda(c, 170, 260, 216, 5, (206, 150, 62), (164, 62, 46), 0.62)
    for x in (60, 280):
        n.fir(c, x, 278, 60, (64, 98, 74))
    n.birds(c, 330, 92, (74, 84, 96), 6)
    return c


def hunan() -> Canvas:
    c = Canvas((164, 190, 188), (246, 242, 226))
    far = (
        (60, 40, 190),
        (150, 46, 230),
        (250, 38, 180),
        (340, 44, 236),
        (430, 40, 190),
        (500, 50, 210),
    )
    for number, (x, w, h) in enumerate(far):
        c.pillar(x, 340, w, h, ((172, 176, 168), (140, 170, 146)), 30 + number)
    c.mist(320, 66, (246, 244, 230), 1.0)
    near = ((90, 66, 236), (210, 50, 176), (300, 60, 226), (410, 66, 190), (530, 78, 216))
    for number, (x, w, h) in enumerate(near):
        c.pillar(x, 385, w, h, ((140, 128, 112), (74, 116, 84)), 50 + number)
    c.mist(352, 42, (248, 246, 234), 1.0)
    c.mist(222, 11, (248, 246, 234), 0.6)
    n.birds(c, 400, 60, (86, 92, 92), 5)
    return c


def guangdong() -> Canvas:
    c = Canvas((64, 104, 148), (252, 188, 146))
    c.sun(200, 190, 28, (255, 224, 178))
    b.skyline(c, 262, (132, 122, 146), 33, 110)
    s = np.linspace(0, 1, 40)
    half = 9 + 20 * (2 * s - 1.15) ** 2
    left = [(470 - float(h), 266 - 218 * float(t)) for h, t in zip(half, s, strict=True)]
    right = [(470 + float(h), 266 - 218 * float(t)) for h, t in zip(half, s, strict=True)]
    c.polygon([*left, *right[::-1]], (120, 84, 118))
    for number in range(0, 38, 3):
        c.line([left[number], right[min(number + 5, 39)]], (226, 172, 166), 1)
        c.line([right[number], left[min(number + 5, 39)]], (226, 172, 166), 1)
    c.line([(470, 48), (470, 14)], (96, 70, 102), 2.2)
    b.skyline(c, 268, (72, 74, 108), 18, 52, (255, 222, 150), (0, 420))
    c.mirror(266, (60, 84, 120), 0.4)
    n.blossom(c, -10, 60, 170, (208, 58, 44), 5)
    return c


def guangxi() -> Canvas:
    c = Canvas((176, 206, 208), (248, 232, 204))
    c.sun(420, 100, 24, (255, 242, 214))
    for row, (base, tint, tall) in enumerate(
        (((214), (168, 196, 196), 90), (230, (126, 166, 164), 130), (246, (82, 130, 124), 170))
    ):
        random = np.random.default_rng(90 + row)
        x = -20.0
        while x < 660:
            wide = random.uniform(44, 84)
            c.tower_peak(
                x,
                base,
                wide,
                tall * random.uniform(0.45, 1),
                tint,
                mix(tint, (244, 236, 214), 0.55),
                random.uniform(-0.08, 0.08),
            )
            x += wide * random.uniform(0.7, 1.3)
        c.mist(base - 4, 12, (246, 238, 218), 0.6)
    c.mirror(244, (140, 180, 176), 0.28)
    n.sampan(c, 230, 314, 46, (44, 60, 58))
    c.disc(262, 296, 5, (255, 206, 120))
    n.bamboo(c, 616, 366, 190, (64, 112, 72), -0.25)
    n.bamboo(c, 640, 366, 150, (74, 122, 80), -0.3)
    return c


def hainan() -> Canvas:
    c = Canvas((72, 164, 212), (206, 236, 236), low=0.6)
    c.clouds(64, (250, 252, 250), 7, 5)
    c.ridge(141, 204, 26, (110, 160, 156), (150, 190, 176))
    c.water(198, (36, 166, 186), (110, 206, 214), 7)
    n.sailing(c, 420, 232, 30, (84, 66, 58), (250, 244, 230))
    c.shaded(
        [(-5, 322), (180, 300), (380, 318), (645, 288), (645, 400), (-5, 400)],
        (250, 240, 212),
        (232, 208, 160),
    )
    c.line([(-5, 320), (180, 299), (380, 317), (645, 287)], (255, 255, 255), 3)
    for x, y, r in ((500, 262, 26), (548, 268, 36), (600, 262, 24)):
        c.disc(x, y, r, (150, 136, 122), r * 0.8)
        c.disc(x - r * 0.2, y - r * 0.25, r * 0.6, (172, 158, 142), r * 0.4)
    for x, h, lean in ((70, 250, 0.34), (120, 190, 0.5), (24, 170, 0.2)):
        n.palm(c, x, 340, h, (46, 118, 84), lean)
    return c


def hongkong() -> Canvas:
    c = Canvas((38, 48, 92), (206, 138, 138))
    c.ridge(211, 196, 84, (70, 84, 112), (120, 104, 126))
    b.skyline(c, 262, (78, 78, 116), 41, 130, (255, 214, 150))
    for x, w, h in ((180, 30, 176), (420, 34, 204), (300, 28, 158)):
        c.polygon(
            [
                (x - w / 2, 264),
                (x - w / 2, 264 - h),
                (x, 250 - h),
                (x + w / 2, 264 - h),
                (x + w / 2, 264),
            ],
            (56, 58, 98),
        )
        for row in range(int(h / 8)):
            c.box(x, 262 - row * 8, w * 0.66, 2, (150, 150, 186))
    b.skyline(c, 266, (46, 48, 86), 12, 60, (255, 198, 120))
    c.mirror(264, (38, 44, 84), 0.42)
    n.sailing(c, 230, 326, 66, (40, 30, 36), (180, 50, 42))
    return c


def macao() -> Canvas:
    c = Canvas((126, 164, 192), (252, 216, 170))
    c.sun(500, 120, 24, (255, 236, 200))
    b.viaduct(c, 250, (150, 146, 150), (470, 580), 80, 16)
    b.skyline(c, 250, (156, 152, 166), 27, 84, None, (0, 330))
    c.line([(400, 250), (400, 96)], (128, 120, 134), 4)
    c.disc(400, 116, 15, (128, 120, 134), 6)
    c.line([(400, 100), (400, 62)], (128, 120, 134), 1.6)
    c.water(248, (86, 132, 150), (222, 208, 186), 6)
    c.shaded(
        [(-5, 300), (330, 290), (370, 320), (360, 400), (-5, 400)], (196, 176, 150), (150, 132, 112)
    )
    stone, shade = (226, 206, 170), (168, 142, 108)
    for tier, (wide, high) in enumerate(((150, 46), (150, 42), (104, 34))):
        y = 308 - sum((46, 42, 34)[:tier])
        c.box(180, y, wide, high, stone)
        c.box(180, y - high + 5, wide + 10, 5, shade)
        for column in range(-3, 4):
            if abs(column) * 22 < wide / 2:
                c.box(180 + column * 22, y, 4, high - 6, shade)
        for window in (-1, 0, 1):
            c.box(180 + window * 44, y - 4, 14, high - 18, (120, 150, 172))
    c.polygon([(128, 188), (180, 150), (232, 188)], stone)
    c.line([(128, 187), (180, 149), (232, 187)], shade, 3)
    c.line([(180, 150), (180, 132)], shade, 2)
    c.line([(174, 138), (186, 138)], shade, 2)
    for step in range(6):
        c.box(180, 312 + step * 9, 180 + step * 22, 4, (214, 196, 166))
    return c


def elsewhere() -> Canvas:
    c = Canvas((150, 172, 196), (250, 226, 196))
    c.sun(410, 130, 34, (255, 242, 216))
    c.ridge(301, 200, 60, (160, 176, 192), (226, 216, 204))
    c.ridge(33, 232, 60, (116, 140, 160), (200, 200, 196))
    c.mist(238, 16, (250, 234, 212), 0.8)
    c.ridge(27, 280, 64, (76, 104, 122), (150, 164, 162))
    c.mirror(274, (140, 156, 166), 0.3)
    n.sampan(c, 230, 324, 40, (46, 58, 70))
    n.birds(c, 220, 110, (84, 96, 110), 6)
    return c
