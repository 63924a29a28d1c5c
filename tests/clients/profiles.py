"""The profiles in which the clients are replayed, and which of their steps are tests."""

from __future__ import annotations

from typing import Final

from tests.clients.hotel_script import HotelScript
from tests.clients.mini_program import MiniProgram
from tests.clients.travellog import TravelApp
from tests.clients.travellog_models import TravelAppModels
from tests.clients.travellog_works import TravelAppWorks

CLIENTS: Final = (HotelScript, MiniProgram, TravelApp, TravelAppWorks, TravelAppModels)
DOCUMENT, TRAVELLOG = "document", "travellog"
# The settings of each. In the second one every step passes, whatever it needs.
PROFILES: Final = {
    DOCUMENT: {},
    # The app takes an answer that is no HTTP 200 for a broken network.
    TRAVELLOG: {"POSTCARD__CLIENTS__PROFILE": TRAVELLOG, "POSTCARD__REST__ALWAYS_200": "true"},
}
# What no profile gives, since it would harm others.
NEVER: Final = frozenset({"MiniProgram-changes_its_portrait"})
