"""Measures a model on a folder of data: the last line printed is one JSON object of figures."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training import (
    evaluate_colour,
    evaluate_fsrcnn,
    evaluate_labels,
    evaluate_poems,
    evaluate_poet,
    evaluate_style,
    evaluate_weather,
)

# The model's name → what measures it on a folder.
MODELS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "colour": evaluate_colour.measure,
    "weather": evaluate_weather.measure,
    "fsrcnn": evaluate_fsrcnn.measure,
    "style": evaluate_style.measure,
    "poet": evaluate_poet.measure,
    "poems": evaluate_poems.measure,
    "img2poem": evaluate_labels.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("data", type=Path, help="the folder that the model's page in docs/ names")
    args = parser.parse_args()
    print(json.dumps(MODELS[args.model](args.data), ensure_ascii=False))


if __name__ == "__main__":
    main()
