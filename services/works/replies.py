"""What clients are told of films and long pictures."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field
from typing_extensions import TypedDict

from protocol.profiles import BySetting
from protocol.replies import Moment
from services.accounts.replies import PublicAuthor
from studio.plan.storyboard_types import StoryboardDocument

FILE: Final = "/media/movies/12/result.mp4"
SIGNED: Final = f"{FILE}?owner=7&until=1767247200&signature={'A' * 43}"
SIGNATURE: Final = r"\?owner=[0-9]+&until=[0-9]+&signature=[A-Za-z0-9_-]+"
# A file of one's own work, as its owner is given it.
OwnFile = Annotated[
    str,
    BySetting(
        "signed_addresses",
        {"pattern": "^[^?]+$", "examples": [FILE]},
        {"pattern": f"^[^?]+{SIGNATURE}$", "examples": [SIGNED]},
    ),
]
# The same where there may be none yet, or the number of a task.
MaybeFile = Annotated[
    str,
    BySetting(
        "signed_addresses",
        {"pattern": "^[^?]*$", "examples": [FILE]},
        {"pattern": f"^[^?]*({SIGNATURE})?$", "examples": [SIGNED]},
    ),
]
# The same among words of any kind.
FileOrWords = Annotated[
    str, BySetting("signed_addresses", {"examples": [FILE]}, {"examples": [SIGNED]})
]
# A state by the document, or a stage as lists have it.
StateOrStage = Annotated[
    int,
    BySetting(
        "work_numbers",
        {"enum": [3, 2, 1, 0, -1, -2]},
        {"enum": [200, 105, 104, 103, 102, 101, 100, 0, -1, -2]},
        rest=True,
    ),
]
WordsOrFile = Annotated[
    str,
    BySetting("work_numbers", {"examples": ["处理完成"]}, {"examples": [SIGNED]}, rest=True),
]
# As it is of a finished work.
Percent = Annotated[int, Field(examples=[100])]
Stage = Annotated[int, Field(examples=[200])]
Words = Annotated[str, Field(examples=["处理完成"])]
FilmTag = Annotated[int, BySetting("film_tag", {"examples": [0]}, {"examples": [1]})]


class NewWork(TypedDict):
    """A new, empty work."""

    work_id: int


class Uploaded(TypedDict):
    """What has been taken in, under the name that we gave it."""

    filename: str
    url: OwnFile


class Queued(TypedDict):
    """The task that makes the work."""

    info: str


class StoryboardOf(TypedDict):
    """The storyboard of a finished film."""

    storyboard: StoryboardDocument


class MovieTitles(TypedDict):
    """The words of a film."""

    movie_title: str
    movie_description: str


class PhotoTitles(TypedDict):
    """The words of a long picture, and how large it and its cover are."""

    photo_title: str
    photo_description: str
    cover_width: int
    cover_height: int
    photo_width: int
    photo_height: int


class WorkStatus(TypedDict):
    """What films and long pictures have in common: how far the work is, what it is made of."""

    work_id: int
    uid: int
    create_time: Moment
    update_time: Moment
    status: StateOrStage
    status_msg: Words
    info: MaybeFile | None
    image_num: int
    image_urls: list[OwnFile]
    stage: Stage
    progress: Percent
    queue_position: int
    result_msg: WordsOrFile
    warnings: list[str]
    result_urls: list[OwnFile]


class MovieStatus(WorkStatus, MovieTitles):
    """Where a film is."""

    movie_cover: MaybeFile
    description: str


class PhotoStatus(WorkStatus, PhotoTitles):
    """Where a long picture is."""

    photo_cover: MaybeFile


class WorkChange(TypedDict):
    """What those who watch a work are told at every change."""

    work_id: int
    status: int
    stage: int
    progress: int
    queue_position: int
    info: MaybeFile | None
    status_msg: str
    result_msg: str
    update_ms: int


class ListedWork(TypedDict):
    """What films and long pictures have in common in a list; `status` is the stage."""

    work_id: int
    create_time: Moment
    update_time: Moment
    status: Stage
    status_msg: Words
    progress: Percent
    share: bool
    like_num: int
    comment_num: int
    liked: bool


class ListedMovie(ListedWork, MovieTitles):
    """A film in a list."""

    tag: FilmTag


class ListedPhoto(ListedWork, PhotoTitles):
    """A long picture in a list."""

    tag: int


class OwnMovie(ListedMovie):
    """A film in its owner's list."""

    result_msg: FileOrWords
    movie_cover: MaybeFile
    warnings: list[str]


class OwnPhoto(ListedPhoto):
    """A long picture in its owner's list."""

    result_msg: FileOrWords
    photo_cover: MaybeFile
    warnings: list[str]


class SharedMovie(ListedMovie, PublicAuthor):
    """A film that its owner shares."""

    result_msg: str
    movie_cover: str


class SharedPhoto(ListedPhoto, PublicAuthor):
    """A long picture that its owner shares."""

    result_msg: str
    photo_cover: str


class OwnMovies(TypedDict):
    """The caller's films."""

    uid: int
    movie_num: int
    movies: list[OwnMovie]


class OwnPhotos(TypedDict):
    """The caller's long pictures."""

    uid: int
    photo_num: int
    photos: list[OwnPhoto]


class SharedMovies(TypedDict):
    """A part of the shared films, and how many there are."""

    movie_num: int
    movies: list[SharedMovie]


class SharedPhotos(TypedDict):
    """A part of the shared long pictures, and how many there are."""

    photo_num: int
    photos: list[SharedPhoto]
