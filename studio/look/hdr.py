"""Rule: a bright picture keeps its middle tones; only what is brighter than paper is pressed."""

from __future__ import annotations

import numpy as np

from studio.look.colour_spaces import F64, from_srgb, to_srgb

# Candelas: white paper (BT.2408), and the screen for which HLG is meant (BT.2100). What is brighter
# than that screen is white.
PAPER, SCREEN = 203.0, 1000.0
HLG_GAMMA = 1.2
# What PQ can say.
PQ_MOST = 10_000.0
LUMA_2020 = (0.2627, 0.6780, 0.0593)
# Up to this signal (77 candelas) light is what BT.2408 says: paper is 1, all else in proportion.
# Above it the signal grows as a logarithm, as in method C of BT.2446. The spline of annex 5 of
# BT.2408 makes 249, 254 and 255 of 379, 594 and 1,000 candelas; method A of BT.2446 makes 175 of
# paper, which is grey beside plain photos.
KNEE = 0.65
# So that the screen's 1,000 candelas are just white.
SHOULDER = 0.15368


def pq(signal: F64) -> F64:
    """Light, 1 for paper, of SMPTE ST 2084."""
    root = signal ** (32 / 2523)
    light: F64 = PQ_MOST * (
        np.maximum(root - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * root)
    ) ** (8192 / 1305)
    return light / PAPER


def scene(signal: F64) -> F64:
    """Light of a scene, 1 for its brightest, of ARIB STD-B67."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)


def on_screen(luma: F64) -> F64:
    """By what the light of a scene of this luma is multiplied to be that of HLG's screen, 1 for
    paper."""
    return SCREEN / PAPER * np.maximum(luma, 1e-6) ** (HLG_GAMMA - 1)


def factor(most: F64) -> F64:
    """By what light is multiplied that lies near its largest colour as `most`.

    All three colours by one, so that the hue of a sunset stays.
    """
    light = np.maximum(most, 1e-6)
    signal = to_srgb(light)
    above = np.maximum(signal - KNEE, 0)
    shown = np.where(signal > KNEE, KNEE + SHOULDER * np.log1p(above / SHOULDER), signal)
    found: F64 = from_srgb(shown) / light
    return found
