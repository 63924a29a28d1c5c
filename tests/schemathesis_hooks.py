"""What schemathesis would take for a fault of the REST face and is none, in its own process."""

from __future__ import annotations

from typing import Any

import schemathesis


def reads_as_number(value: Any) -> bool:
    """Whether a text is taken for a number, as a form sends it."""
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return isinstance(value, str)


@schemathesis.hook
def filter_case(_: schemathesis.HookContext, case: schemathesis.Case[Any]) -> bool:
    """Text in the place of a number is taken in JSON too, which is said in words alone."""
    if not isinstance(case.body, dict):
        return True
    if case.meta is None or case.meta.generation.mode.is_positive:
        return True
    content = case.operation.definition.raw["requestBody"]["content"]
    body = content[case.media_type]["schema"]
    return not any(
        reads_as_number(value) and "integer" in str(body["properties"].get(name))
        for name, value in case.body.items()
    )
