"""Rule: frames are asked for in order, and no more than three shots are in memory at a time."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

import numpy as np

from studio import planes
from studio.look.library import Library
from studio.paint import transitions
from studio.paint.lettering import FontChain
from studio.paint.shot_builder import ShotBuilder
from studio.paint.shots import Shot, eased
from studio.paint.transitions import Mixer
from studio.plan.storyboard import Storyboard
from studio.planes import ONE, PlaneMover, Planes
from studio.threads import lowest_priority

# Seconds of the last fade to black.
DARK_SECONDS = 0.8


def paint(board: Storyboard, library: Library, fonts: FontChain) -> Projector:
    """The film of a storyboard; within its `with` block its frames may be asked for."""
    return Projector(ShotBuilder(board, library, fonts))


class Projector:
    """Paints each frame of a film; the next shot is built in a thread of its own meanwhile.

    The first shots are built from the beginning of the block.
    """

    def __init__(self, builder: ShotBuilder) -> None:
        board = self._board = builder.board
        self._builder = builder
        self._starts = board.starts()
        self._loader = ThreadPoolExecutor(
            1, thread_name_prefix="shots", initializer=lowest_priority
        )
        self._shots: dict[int, Future[Shot]] = {}
        self._mover = PlaneMover()
        self._mixer: tuple[int, Mixer] | None = None
        self._first = planes.blank(*board.size, np.int16)
        self._second = planes.blank(*board.size, np.int16)
        self._current = 0

    def __enter__(self) -> Self:
        self._send_for(0)
        return self

    def __exit__(self, *_: object) -> None:
        self._loader.shutdown(wait=True, cancel_futures=True)

    @property
    def board(self) -> Storyboard:
        return self._board

    @property
    def library(self) -> Library:
        return self._builder.library

    def still(self) -> int:
        """The frame that stands for the film: the first on which its first texts stand whole."""
        first = self._board.scenes[0]
        whole = first.frames - first.fade - 1
        return max(min(self._shot(0).settled or whole // 2, whole), 0)

    def paint(self, frame: int, out: Planes) -> None:
        """Paint the frame of this number, counted from 0; frames are asked for in their order."""
        at = self._place(frame)
        scene = self._board.scenes[self._current]
        into = at - (scene.frames - scene.fade)
        if into < 0:
            self._shot(self._current).paint(self._mover, at, out)
        else:
            out.ground = None
            self._mix(at, into, out)
        self._darken(frame, out)

    def _place(self, frame: int) -> int:
        """The frame's number in the scene that is on the screen, or leaving it."""
        scenes = self._board.scenes
        while frame >= self._starts[self._current] + scenes[self._current].frames:
            self._shots.pop(self._current, None)
            self._current += 1
        return frame - self._starts[self._current]

    def _mix(self, at: int, into: int, out: Planes) -> None:
        scene = self._board.scenes[self._current]
        self._shot(self._current).paint(self._mover, at, self._first)
        self._shot(self._current + 1).paint(self._mover, into, self._second)
        part = eased((into + 1) / (scene.fade + 1))
        self._mixer_of(self._current).mix(self._first, self._second, part, out)
        # Mixers use up what they mix.
        self._first.ground = self._second.ground = None

    def _mixer_of(self, number: int) -> Mixer:
        """One transition at a time: its maps are as large as the frame."""
        if self._mixer is None or self._mixer[0] != number:
            transition = self._board.scenes[number].transition
            assert transition is not None  # Only a scene that shares frames is mixed.
            seed = self._board.seed * 1009 + number
            found = transitions.mixer(transition.name, self._board.size, seed & 0x7FFFFFFF)
            self._mixer = number, found
        return self._mixer[1]

    def _shot(self, number: int) -> Shot:
        """The shot, built by now in all but the first case; asking for it sends for the next."""
        self._send_for(number)
        return self._shots[number].result()

    def _send_for(self, number: int) -> None:
        for wanted in range(number, min(number + 2, len(self._board.scenes))):
            if wanted not in self._shots:
                self._shots[wanted] = self._loader.submit(self._builder.build, wanted)

    def _darken(self, frame: int, out: Planes) -> None:
        dark = DARK_SECONDS * self._board.fps
        left = self._board.frames - 1 - frame
        if left < dark:
            out.ground = None
            planes.dim(out, round(left / dark * ONE))
