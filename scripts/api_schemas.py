"""The JSON Schemas of the documents that guests may write: a film's storyboard, and info.json.

Both are made of the types that Postcard reads them by. What a schema takes, Postcard takes, but for
what the document alone cannot show: the names of uploads, and rules that span several fields.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from scripts.api_replies import Untitled
from services.works.info_json import Info
from studio.plan import templates, transitions
from studio.plan.music import moods
from studio.plan.storyboard_types import StoryboardDocument
from transport.schemas import FOLDER, URL

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS: Final[dict[str, Any]] = {"info": Info, "storyboard": StoryboardDocument}
# The names that there are for a key. The types do not know them: whoever reads templates and music
# loads numpy, and a server that describes a storyboard stays small.
CHOICES: Final[dict[tuple[str, str], Collection[str]]] = {
    ("SceneDocument", "template"): templates.every(),
    ("TransitionDocument", "name"): transitions.NAMES,
    ("MusicDocument", "mood"): moods(),
}


def schemas() -> dict[str, dict[str, Any]]:
    """Each schema by the name of its document."""
    return {name: _schema(name, of) for name, of in DOCUMENTS.items()}


def _schema(name: str, of: Any) -> dict[str, Any]:
    made = TypeAdapter(of).json_schema(schema_generator=Untitled)
    for (shape, key), names in CHOICES.items():
        if shape in made["$defs"]:
            made["$defs"][shape]["properties"][key]["enum"] = sorted(names)
    return {"$schema": DIALECT, "$id": f"{URL}/{name}.json"} | made


def files() -> dict[Path, dict[str, Any]]:
    """Each schema by the file that the server publishes."""
    return {FOLDER / f"{name}.json": schema for name, schema in schemas().items()}
