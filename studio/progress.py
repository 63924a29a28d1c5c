"""Rule: whoever waits is told the stage of the work and the percent of the whole, ever rising."""

from __future__ import annotations

from collections.abc import Callable

# The stages, by the numbers that the API documents.
READING, LOOKING, POEM, PLANNING, RENDERING = 101, 102, 103, 104, 105
# What part of the whole job, in percent, is done when each stage is over.
LOOKED = 10
POEM_DONE = 11
PLANNED = 12
RENDERED = 99

# Is told (stage, percent).
ReportProgress = Callable[[int, int], None]


def rendered(report: ReportProgress, steps: int, number: int) -> None:
    """Speak only when the percentage changes: a report may be a write to a database."""
    share = RENDERED - PLANNED
    percent = PLANNED + share * (number + 1) // steps
    if number == 0 or percent != PLANNED + share * number // steps:
        report(RENDERING, percent)
