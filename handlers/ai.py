"""ai: what models make of a picture or a word, and where a point lies."""

from __future__ import annotations

from handlers.model_fields import (
    ColourCount,
    Coordinates,
    Experience,
    History,
    Keyword,
    Length,
    MaybeAcrostic,
    MaybeKeyword,
    MaybeSeed,
    MaybeShares,
    MaybeTypes,
    PoemCount,
    Style,
    System,
)
from protocol.profiles import Switch
from protocol.registry import Table, Wrong
from protocol.upload import File, FilePart
from services.caller import Caller
from services.models.replies import (
    COLOR,
    FSRCNN,
    IMG2POEM,
    POEM,
    STYLE,
    WEATHER,
    CountedColours,
    MadePicture,
    MainColours,
    NewPoems,
    PicturePoem,
    WeatherSeen,
)
from services.models.rules import SCALES
from services.places.replies import LocatedPlace, LocatedPlaces
from services.places.rules import points_of
from status_codes import AiImage, AiPicture, AiScale, AiStyle, ApiError, Fetched, Global

table = Table("ai")

# A body that nobody can read brings no picture either.
NO_PICTURE: Wrong = dict.fromkeys(("", "image"), AiImage.NO_IMAGE)


@table.on(
    "color",
    local=(AiImage, AiPicture),
    ok=Fetched,
    rest="POST /api/color",
    unwrap="colors",
    wrong=NO_PICTURE,
    keyed=False,
    switches=(Switch("color_object", off=MainColours, on=CountedColours),),
)
async def color(
    caller: Caller, *, image: File | None = None, k: ColourCount = 3
) -> MainColours | CountedColours:
    """The `k` main colours of a picture as [red, green, blue], those of most pixels first.

    With the setting `clients.color_object` REST answers `{"k", "result"}`.
    """
    found = await caller.models.calls.ask(caller, COLOR, {"k": k}, _given(image))
    if caller.cookies is not None and caller.models.clients.color_object:
        return {"k": k, "result": found["colors"]}
    return found


@table.on(
    "weather",
    local=(AiImage, AiPicture),
    ok=Fetched,
    rest="POST /api/weather",
    wrong=NO_PICTURE,
    keyed=False,
)
async def weather(caller: Caller, *, image: File | None = None) -> WeatherSeen:
    """The weather in a picture, and what speaks for each kind."""
    return await caller.models.calls.ask(caller, WEATHER, {}, _given(image))


@table.on(
    "style",
    local=(AiImage, AiStyle, AiPicture),
    ok=Fetched,
    rest="POST /api/style",
    unwrap="image",
    wrong={**NO_PICTURE, "style": AiStyle.NO_SUCH_STYLE},
    keyed=False,
)
async def style(caller: Caller, *, image: File | None = None, style: Style = "") -> MadePicture:
    """The picture painted in another style; without `style` one is chosen."""
    try:
        return await caller.models.calls.ask(caller, STYLE, {"style": style}, _given(image))
    except ApiError as error:
        # Where none is installed, the one that was named does not exist.
        if style and error.outcome is Global.MODEL_ABSENT:
            raise ApiError(AiStyle.NO_SUCH_STYLE) from None
        raise


@table.on(
    "fsrcnn",
    local=(AiImage, AiScale, AiPicture),
    ok=Fetched,
    rest="POST /api/fsrcnn",
    unwrap="image",
    wrong={**NO_PICTURE, "scale": AiScale.WRONG},
    keyed=False,
)
async def fsrcnn(caller: Caller, *, image: File | None = None, scale: int = 3) -> MadePicture:
    """The picture 2, 3 or 4 times as large in each direction."""
    picture = _given(image)
    if scale not in SCALES:
        raise ApiError(AiScale.WRONG)
    return await caller.models.calls.ask(caller, FSRCNN, {"scale": scale}, picture)


@table.on("poem", ok=Fetched, rest="POST /api/poem", unwrap="poems", keyed=False)
async def poem(
    caller: Caller,
    *,
    keyword: Keyword,
    length: Length = 5,
    experience: Experience = 1,
    history: History = 0,
    seed: MaybeSeed = None,
    acrostic: MaybeAcrostic = None,
    number: PoemCount = 2,
) -> NewPoems:
    """Poems about a word, in lines of five or seven characters.

    The same `seed` writes the same poems; `acrostic` gives the first characters of the lines.
    """
    asked = {
        "keyword": keyword,
        "length": length,
        "experience": experience,
        "history": history,
        "seed": seed,
        "acrostic": acrostic or "",
        "number": number,
    }
    return await caller.models.calls.ask(caller, POEM, asked)


@table.on("img2poem", local=AiPicture, ok=Fetched, rest="POST /api/img2poem", keyed=False)
async def img2poem(
    caller: Caller,
    *,
    keyword: MaybeKeyword = None,
    types: MaybeTypes = None,
    values: MaybeShares = None,
    image: File | None = None,
    length: Length = 5,
    experience: Experience = 1,
    history: History = 0,
    seed: MaybeSeed = None,
) -> PicturePoem:
    """A poem about a word, about recognised things, or about a picture; one of them is needed.

    `values` tells how sure each of `types` is, in their order; the same `seed` writes the same.
    """
    if keyword is None and types is None and image is None:
        raise ApiError(Global.ARG_MISSING)
    if (types is None) != (values is None):
        raise ApiError(Global.ARG_MISSING)
    if types is not None and values is not None and len(types) != len(values):
        raise ApiError(Global.ARG_VALUE)
    asked = {
        "keyword": keyword or "",
        "types": types or (),
        "values": values or (),
        "length": length,
        "experience": experience,
        "history": history,
        "seed": seed,
    }
    found = await caller.models.calls.ask(caller, IMG2POEM, asked, image)
    return {"poem": "\n".join(found["poems"][0]), "keywords": " ".join(found["keywords"])}


@table.on("location", ok=Fetched, rest="GET /api/location", unwrap="places", keyed=False)
async def location(
    caller: Caller, *, longitude: Coordinates, latitude: Coordinates, coord: System = "wgs84"
) -> LocatedPlace | LocatedPlaces:
    """The place of a point; of a list of points, a list of them in their order.

    Outside China names are empty. `coord` names the system of the numbers.
    """
    places = await _places(caller, longitude, latitude, coord)
    return {"places": places} if longitude.many or latitude.many else places[0]


@table.on("location_list", ok=Fetched, rest="POST /api/location", unwrap="places", keyed=False)
async def location_list(
    caller: Caller, *, longitude: Coordinates, latitude: Coordinates, coord: System = "wgs84"
) -> LocatedPlaces:
    """The places of points, also of a single one, as a list in their order."""
    return {"places": await _places(caller, longitude, latitude, coord)}


async def _places(
    caller: Caller, longitude: Coordinates, latitude: Coordinates, coord: System
) -> list[LocatedPlace]:
    points = points_of(longitude.values, latitude.values, coord)
    return [
        {
            "province": place.province,
            "city": place.city,
            "county": place.county,
            "image": place.image,
        }
        for place in await caller.places.find(points)
    ]


def _given(image: FilePart | None) -> FilePart:
    if image is None:
        raise ApiError(AiImage.NO_IMAGE)
    return image
