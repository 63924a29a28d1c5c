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
_BOTH: Final = frozenset(
    {
        "MiniProgram-hears_that_the_code_is_wrong",
        "MiniProgram-signs_in_by_sms",
        "MiniProgram-signs_in_by_sms_again",
        "MiniProgram-has_the_number_of_its_account",
        "MiniProgram-shows_a_portrait",
        "MiniProgram-shows_a_portrait_as_it_did",
        "MiniProgram-changes_its_portrait_as_it_did",
        "MiniProgram-sets_a_new_password",
        "TravelApp-is_signed_in_after_a_restart",
        "TravelApp-shows_the_banner",
        "TravelApp-changes_the_avatar",
        "TravelApp-changes_the_password",
        "TravelAppWorks-starts_a_film",
        "TravelAppWorks-is_told_how_far_it_is",
        "TravelAppWorks-starts_while_the_last_upload_is_under_way",
    }
)
# Steps that are no test yet, in each profile.
LATER: Final[dict[str, frozenset[str]]] = {
    DOCUMENT: _BOTH,
    TRAVELLOG: _BOTH
    | {
        "MiniProgram-types_the_code",
        "MiniProgram-hears_that_the_password_is_wrong",
        "TravelApp-shows_a_captcha",
        "TravelApp-takes_the_captcha",
        "TravelApp-shows_why_it_is_refused",
        "TravelApp-recovers_by_phone",
        "TravelAppWorks-watches_a_film_being_made",
        "TravelAppWorks-watches_a_long_picture_being_made",
        "TravelAppWorks-plays_its_film",
        "TravelAppWorks-shows_its_long_picture",
        "TravelAppWorks-finds_its_film_under_the_first_tag",
        "TravelAppWorks-shows_a_film_of_its_own",
        "TravelAppWorks-plays_a_film_of_its_own",
        "TravelAppWorks-shows_a_long_picture_of_its_own",
        "TravelAppModels-shows_colours",
        "TravelAppModels-shows_why_it_is_refused",
    },
}
