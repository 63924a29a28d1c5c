"""A child process that asks its parent something, and ends before it is answered."""

from __future__ import annotations

import sys


def main() -> None:
    sys.stdin.readline()
    sys.stdout.write('{"ask": "anything"}\n')


if __name__ == "__main__":
    main()
