"""Rule: what a guest sees of a film appears in its folder only when it is whole."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from studio.order import Film
from studio.paint.projector import Projector
from studio.plan import storyboard
from studio.plan.storyboard import Storyboard
from studio.progress import ReportProgress, rendered
from studio.write import encoding, music, soundtrack
from studio.write.encoding import Reel

RESULT = "result.mp4"
COVER = "cover.jpg"
STORYBOARD = "storyboard.json"


def write(projector: Projector, out: Path, report: ReportProgress) -> Film:
    """Write the film, its cover and its storyboard into `out`; every frame is painted once."""
    board = projector.board
    _write_board(board, out / STORYBOARD)
    result, cover = (out / f"{name}.part" for name in (RESULT, COVER))
    ducks = soundtrack.ducks(board, projector.library)
    sound = music.stream(board.seconds, board.music, ducks)
    reel = Reel(board.size, board.fps, board.frames, projector.paint, sound, projector.still, cover)
    encoding.encode(result, reel, partial(rendered, report, board.frames))
    result.replace(out / RESULT)
    cover.replace(out / COVER)
    return Film(
        out / RESULT,
        out / COVER,
        *board.size,
        *board.size,
        projector.library.warnings(),
        board.seconds,
        board.frames,
        extras=(out / STORYBOARD,),
    )


def _write_board(board: Storyboard, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    text = json.dumps(storyboard.document(board), ensure_ascii=False, indent=1)
    part.write_text(text, encoding="utf-8")
    part.replace(path)
