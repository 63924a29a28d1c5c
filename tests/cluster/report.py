"""What a run found, as tables; the exit status."""

from __future__ import annotations

from collections import Counter

from tests.cluster.leaks import grown
from tests.cluster.storm import Storm

SHOWN = 40


def report(storm: Storm) -> int:
    """Print it; 1 when anything was wrong."""
    told = storm.town.ledger
    _ledger(storm)
    _counted("errors told to guests", _errors(storm))
    _counted("no answer", Counter({what: n for (_, what), n in told.silences.items()}))
    _counted("films that failed and were started again", told.failures)
    _counted("faults", storm.chaos.done)
    wrong = storm.wrong + storm.verdict.wrong + _survivors(storm)
    for line in wrong[:SHOWN]:
        print(f"WRONG: {line}")
    starts = sum(machine.starts - 1 for machine in storm.cluster.machines)
    print(
        f"\n{told.calls} calls, {starts} restarts, drained in {storm.drained:.1f} s after the end"
    )
    print("BROKEN" if wrong else "WHOLE", flush=True)
    return int(bool(wrong))


def _ledger(storm: Storm) -> None:
    print(f"\n{'ledger':30}{'accepted':>10}{'found':>10}{'lost':>10}")
    for row in storm.verdict.rows:
        lost = len(row.lost)
        print(f"{row.kind:30}{row.accepted:10}{row.accepted - lost:10}{lost:10}")


def _errors(storm: Storm) -> Counter[str]:
    found: Counter[str] = Counter()
    for (kind, status), times in storm.town.ledger.answers.items():
        if status != 0:
            # A status above 0 is the endpoint's own.
            found[str(status) if status < 0 else f"{kind} {status}"] += times
    return found


def _counted(title: str, counts: Counter[str]) -> None:
    print(f"\n{title}")
    for what, times in sorted(counts.items()):
        print(f"  {what:50}{times:8}")


def _survivors(storm: Storm) -> list[str]:
    """Print those who lived from the warm-up to the end; which of them leak."""
    print(f"\n{'survivor':24}{'warm MiB':>10}{'end MiB':>10}{'warm fds':>10}{'end fds':>10}")
    wrong = []
    for (name, pid), warm in storm.warm.items():
        end = storm.end.get((name, pid))
        if end is None:
            continue
        who = f"{name} {pid}"
        mib = f"{warm.rss_kib / 1024:10.1f}{end.rss_kib / 1024:10.1f}"
        print(f"{who:24}{mib}{warm.fds:10}{end.fds:10}")
        if grown(warm, end):
            wrong.append(f"{who} leaks: {warm}, then {end}")
    return wrong
