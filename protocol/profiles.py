"""What settings of `clients` change in answers, declared where the answers are.

A profile is no more than a value for each of these settings (settings.py). From what is declared
here follow the description of the API, what a server says of itself, and what tests compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from protocol.replies import Shape
from status_codes import Outcome

# Beside a part of a description: {setting: whether it is on}, and the part stands only there; or
# {setting: {"false": …, "true": …}}, and so much more is true of a value there.
X_CLIENTS: Final = "x-clients"
# Among the latter: whether the REST face alone goes by the setting.
REST: Final = "rest"

# Which settings are on.
Switches = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Switch:
    """Of an endpoint: where `clients.setting` is on it answers `on`, and never `off`.

    They are two of its replies, of which the REST face alone answers `on`, or two of its statuses.
    """

    setting: str
    off: Shape | Outcome
    on: Shape | Outcome

    def unsaid(self, switches: Switches, *, rest: bool) -> Shape | Outcome:
        """Which of the two is not answered."""
        is_on = (rest or isinstance(self.on, Outcome)) and switches[self.setting]
        return self.off if is_on else self.on


@dataclass(frozen=True, slots=True, eq=False)
class BySetting:
    """Of a value in a reply: what JSON Schema says of it while `clients.setting` is off, and on.

    It stands beside the type (`Annotated`). `rest`: the other faces keep to `off`.
    """

    setting: str
    off: dict[str, Any]
    on: dict[str, Any]
    rest: bool = False

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        schema: dict[str, Any] = handler(core)
        said: dict[str, Any] = {"false": self.off, "true": self.on}
        if self.rest:
            said[REST] = True
        words = f"as the setting `clients.{self.setting}` decides"
        return schema | {"description": words, X_CLIENTS: {self.setting: said}}


def under(part: Any, switches: Switches, *, rest: bool = True) -> Any:
    """What is left of a description where these settings are known; others stay open.

    Without `rest`, of what is answered by the other faces.
    """
    if isinstance(part, list):
        return [under(one, switches, rest=rest) for one in part if _stands(one, switches)]
    if not isinstance(part, dict):
        return part
    made, left = _decided(part.get(X_CLIENTS, {}), switches, rest=rest)
    made |= {
        key: under(value, switches, rest=rest)
        for key, value in part.items()
        if key != X_CLIENTS and _stands(value, switches)
    }
    return _alone(made | ({X_CLIENTS: left} if left else {}))


def _decided(
    of: dict[str, Any], switches: Switches, *, rest: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What settings say of a value, and what stays open."""
    made: dict[str, Any] = {}
    left: dict[str, Any] = {}
    for setting, said in of.items():
        if not isinstance(said, dict):
            left |= {} if setting in switches else {setting: said}
        elif said.get(REST) and not rest:
            made |= said["false"]
        elif setting in switches:
            made |= said[str(switches[setting]).lower()]
        else:
            left[setting] = said
    return made, left


def settings_in(part: Any) -> set[str]:
    """The settings that a description, or a part of one, names."""
    if isinstance(part, list):
        return set().union(*map(settings_in, part))
    if not isinstance(part, dict):
        return set()
    return set(part.get(X_CLIENTS, ())).union(*map(settings_in, part.values()))


def _stands(part: Any, switches: Switches) -> bool:
    """Whether a part is there at all."""
    wanted = part.get(X_CLIENTS, {}) if isinstance(part, dict) else {}
    return all(
        switches.get(setting, said) == said
        for setting, said in wanted.items()
        if isinstance(said, bool)
    )


def _alone(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, where one of several is left: that, without the name that told them apart."""
    left = schema.get("oneOf", ())
    if not isinstance(left, list) or len(left) != 1:
        return schema
    rest = {key: value for key, value in schema.items() if key != "oneOf"}
    return rest | {key: value for key, value in left[0].items() if key != "title"}
