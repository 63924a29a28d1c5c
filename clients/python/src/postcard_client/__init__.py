"""A client of Postcard: sign in, make films of folders, watch them, and every call of the API."""

from __future__ import annotations

from postcard_client.client import AsyncPostcard, Postcard
from postcard_client.errors import (
    ApiError,
    BadReference,
    BadRequest,
    BadValue,
    Busy,
    GlobalError,
    HttpError,
    KeyBrokenOff,
    KeyOfAnother,
    KeyUnderWay,
    NoAnswer,
    NoPictures,
    NotAllowed,
    NotSignedIn,
    NotUsable,
    PostcardError,
    Refused,
    ServerFault,
    StorageFull,
    TimedOut,
    TooLarge,
    TooMany,
    WorkFailed,
    WrongCode,
)
from postcard_client.making import Made, work_of
from postcard_client.patience import Patience
from postcard_client.progress import Progress

__all__ = [
    "ApiError",
    "AsyncPostcard",
    "BadReference",
    "BadRequest",
    "BadValue",
    "Busy",
    "GlobalError",
    "HttpError",
    "KeyBrokenOff",
    "KeyOfAnother",
    "KeyUnderWay",
    "Made",
    "NoAnswer",
    "NoPictures",
    "NotAllowed",
    "NotSignedIn",
    "NotUsable",
    "Patience",
    "Postcard",
    "PostcardError",
    "Progress",
    "Refused",
    "ServerFault",
    "StorageFull",
    "TimedOut",
    "TooLarge",
    "TooMany",
    "WorkFailed",
    "WrongCode",
    "work_of",
]
