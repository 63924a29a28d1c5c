"""Rule: frames are asked for in order, and no more than three shots are in memory at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

import numpy as np

from studio import planes
from studio.overlay import Overlay
from studio.planes import ONE, Mover, Planes
from studio.shots import Shot, eased
from studio.storyboard import FADE_SECONDS, Kind, Scene, Storyboard

# Seconds: when the text of a card begins to show, how long it takes, and the last fade to black.
TEXT_AFTER = 0.2
TEXT_SECONDS = 0.7
DARK_SECONDS = 0.8

Shoot = Callable[[Scene], Shot]


class Projector:
    """Paints each frame of a film; the next shot is loaded in a thread of its own meanwhile.

    The first shots are loaded from the beginning of the block; `texts` are needed to paint only.
    """

    texts: Mapping[Kind, Overlay]

    def __init__(self, board: Storyboard, shoot: Shoot) -> None:
        self._board = board
        self._shoot = shoot
        self._starts = board.starts()
        self._loader = ThreadPoolExecutor(1, thread_name_prefix="shots")
        self._shots: dict[int, Future[Shot]] = {}
        self._mover = Mover()
        size = (board.width, board.height)
        self._first = planes.blank(*size, np.int16)
        self._second = planes.blank(*size, np.int16)
        self._current = 0

    def __enter__(self) -> Self:
        self._send_for(0)
        return self

    def __exit__(self, *_: object) -> None:
        self._loader.shutdown(wait=True, cancel_futures=True)

    @property
    def still(self) -> int:
        """The first frame on which the title stands whole."""
        shown = math.ceil((TEXT_AFTER + TEXT_SECONDS) * self._board.fps)
        return min(shown, self._board.frames - 1)

    def paint(self, frame: int, out: Planes) -> None:
        scene, at = self._place(frame)
        into = at - (scene.frames - scene.fade)
        if into < 0:
            self._shot(self._current).paint(self._mover, at, out)
        else:
            self._cross_fade(at, into, out)
        self._write(frame, out)
        self._darken(frame, out)

    def _place(self, frame: int) -> tuple[Scene, int]:
        """The scene that is on the screen, or leaving it, and the frame's number inside it."""
        scenes = self._board.scenes
        while frame >= self._starts[self._current] + scenes[self._current].frames:
            self._shots.pop(self._current, None)
            self._current += 1
        return scenes[self._current], frame - self._starts[self._current]

    def _cross_fade(self, at: int, into: int, out: Planes) -> None:
        scene = self._board.scenes[self._current]
        self._shot(self._current).paint(self._mover, at, self._first)
        self._shot(self._current + 1).paint(self._mover, into, self._second)
        weight = round(eased((into + 1) / (scene.fade + 1)) * ONE)
        planes.mix(self._first, self._second, weight, out)

    def _shot(self, number: int) -> Shot:
        """The shot, loaded by now in all but the first case; asking for it sends for the next."""
        self._send_for(number)
        return self._shots[number].result()

    def _send_for(self, number: int) -> None:
        for wanted in range(number, min(number + 2, len(self._board.scenes))):
            if wanted not in self._shots:
                self._shots[wanted] = self._loader.submit(self._shoot, self._board.scenes[wanted])

    def _write(self, frame: int, out: Planes) -> None:
        for number in (0, len(self._board.scenes) - 1):
            scene, at = self._board.scenes[number], frame - self._starts[number]
            if 0 <= at < scene.frames:
                self.texts[scene.kind].lay(out, self._alpha(scene, at))

    def _alpha(self, scene: Scene, at: int) -> int:
        """A card's text comes after its picture; the opening one leaves before the first photo."""
        fps = self._board.fps
        opening = scene.kind == "opening"
        # The closing card fades in over the last photo: its text waits for that.
        after = TEXT_AFTER if opening else TEXT_AFTER + FADE_SECONDS
        coming = (at - after * fps) / (TEXT_SECONDS * fps)
        going = (scene.frames - scene.fade / 2 - at) / scene.fade if opening else 1.0
        return round(eased(min(max(min(coming, going), 0.0), 1.0)) * ONE)

    def _darken(self, frame: int, out: Planes) -> None:
        dark = DARK_SECONDS * self._board.fps
        left = self._board.frames - 1 - frame
        if left < dark:
            planes.dim(out, round(left / dark * ONE))
