"""What the classes of the travel app declare, which is all that it reads: see `tests.clients.gson`.

Source: nancheng58/Travellog-for-android, core/data/pojo.
"""

from __future__ import annotations

from typing import Any, Final

from tests.clients.gson import INTEGER

BASE: Final = {"code": int, "msg": str}


def answer(data: Any) -> dict[str, Any]:
    return {**BASE, "data": data}


CAPTCHA: Final = answer([{"index": int, "img": str}])
USER: Final = answer(
    {
        "uid": INTEGER,
        "uname": str,
        "phone": str,
        "email": str,
        "gender": INTEGER,
        "intro": str,
        "avatar": str,
    }
)
BANNER: Final = {"images": [str]}
WORK: Final = answer({"work_id": int})
_STATE: Final = {
    "work_id": int,
    "uid": int,
    "create_time": str,
    "update_time": str,
    "status": int,
    "status_msg": str,
    "result_msg": str,
}
# Of a long picture too: the class was copied.
STATUS: Final = answer(
    {
        **_STATE,
        "movie_title": str,
        "movie_description": str,
        "image_num": int,
        "image_urls": [str],
    }
)
_FILM: Final = {
    **_STATE,
    "avatar": str,
    "movie_title": str,
    "movie_description": str,
    "movie_cover": str,
    "image_num": int,
    "tag": int,
    "like_num": int,
    "comment_num": int,
}
OWN_FILMS: Final = answer(
    {"uid": int, "movie_num": int, "movies": [{**_FILM, "image_urls": [str]}]}
)
FILMS: Final = answer({"movie_num": int, "movies": [_FILM]})
_LONG: Final = {
    **_STATE,
    "avatar": str,
    "uname": str,
    "photo_title": str,
    "photo_description": str,
    "photo_cover": str,
    "photo_height": int,
    "photo_width": int,
    "cover_height": int,
    "cover_width": int,
}
LONGS: Final = answer({"uid": int, "photo_num": int, "photos": [_LONG]})
LONG: Final = answer(_LONG)
COLOURS: Final = answer({"k": int, "result": [[float]]})
WEATHER: Final = answer({"weather": str, "weather_id": int, "tags": [str], "rate": [float]})
PICTURE: Final = answer(str)
POEM: Final = answer({"poem": str, "keywords": str})
CITIES: Final = answer([{"province": str, "city": str, "county": str, "image": str}])
