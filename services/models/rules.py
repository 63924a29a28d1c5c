"""Rules of models: what may be asked of them, what their refusals mean, how long calls are kept."""

from __future__ import annotations

from typing import Final

from status_codes import AiPicture, AiStyle, Global, Outcome

# Rows of model calls are of no use once they are over.
KEEP_MS: Final = 3_600_000
# How many times as large a picture may become in each direction.
SCALES: Final = (2, 3, 4)
# Why a job failed whose picture or answer could not be brought over.
AWAY: Final = "storage"
# Why one failed that wanted more than models.memory_bytes, or than models.cpu_seconds.
NO_MEMORY: Final = "memory"
NO_TIME: Final = "time"
# What a worker or a model can refuse, by the word in the job's row.
REFUSALS: Final[dict[str, Outcome]] = {
    AWAY: Global.STORAGE,
    NO_MEMORY: Global.TOO_LARGE,
    NO_TIME: Global.TIMEOUT,
    "absent": Global.MODEL_ABSENT,
    "broken": AiPicture.BROKEN,
    "style": AiStyle.NO_SUCH_STYLE,
}
