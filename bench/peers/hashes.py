"""argon2id hashes checked by two threads, nothing else. Arguments: seconds, KiB, rounds.

Prints hashes per second.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher

THREADS = 2


def main(seconds: float, memory_kib: int, rounds: int) -> None:
    hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)
    stored = hasher.hash("correct horse")
    started = time.perf_counter()

    def work() -> int:
        count = 0
        while time.perf_counter() < started + seconds:
            hasher.verify(stored, "correct horse")
            count += 1
        return count

    with ThreadPoolExecutor(THREADS) as pool:
        done = sum(future.result() for future in [pool.submit(work) for _ in range(THREADS)])
    print(done / (time.perf_counter() - started))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
