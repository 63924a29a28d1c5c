"""The child process that renders: an order is a work, its events say how far it is."""

from __future__ import annotations

import traceback
from typing import Any

from pydantic import TypeAdapter

from studio.album import make_film
from studio.long_picture import make_long_picture
from studio.order import AlbumError, Order
from workers.orders import Tell, obey

# What is made of an order, by the kind of the work.
MAKERS = {"movie": make_film, "photo": make_long_picture}
ORDERS = TypeAdapter(Order)


def _render(job: dict[str, Any], tell: Tell) -> dict[str, Any]:
    def report(stage: int, progress: int) -> None:
        tell({"stage": stage, "progress": progress})

    try:
        made = MAKERS[job["kind"]](ORDERS.validate_python(job["order"]), report)
    except AlbumError as error:
        return {"refused": str(error)}
    except Exception:  # the parent logs it and tells the owner; this process goes on
        return {"failed": traceback.format_exc()}
    return {"made": made}


if __name__ == "__main__":
    obey(_render)
