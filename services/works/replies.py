"""What clients are told of films and long pictures."""

from __future__ import annotations

from typing_extensions import TypedDict

from protocol.replies import Moment
from services.accounts.replies import PublicAuthor
from studio.plan.storyboard_types import StoryboardDocument


class NewWork(TypedDict):
    """A new, empty work."""

    work_id: int


class Uploaded(TypedDict):
    """What has been taken in, under the name that we gave it."""

    filename: str
    url: str


class Queued(TypedDict):
    """The task that makes the work."""

    info: str


class StoryboardOf(TypedDict):
    """The storyboard of a finished film."""

    storyboard: StoryboardDocument


class MovieTitles(TypedDict):
    """The words of a film, and its cover's address."""

    movie_title: str
    movie_description: str
    movie_cover: str


class PhotoTitles(TypedDict):
    """The words of a long picture, its cover's address, and how large both are."""

    photo_title: str
    photo_description: str
    photo_cover: str
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
    status: int
    status_msg: str
    info: str | None
    image_num: int
    image_urls: list[str]
    stage: int
    progress: int
    queue_position: int
    result_msg: str
    warnings: list[str]
    result_urls: list[str]


class MovieStatus(WorkStatus, MovieTitles):
    """Where a film is."""

    description: str


class PhotoStatus(WorkStatus, PhotoTitles):
    """Where a long picture is."""


class WorkChange(TypedDict):
    """What those who watch a work are told at every change."""

    work_id: int
    status: int
    stage: int
    progress: int
    queue_position: int
    info: str | None
    status_msg: str
    result_msg: str
    update_ms: int


class ListedWork(TypedDict):
    """What films and long pictures have in common in a list; `status` is the stage."""

    work_id: int
    create_time: Moment
    update_time: Moment
    status: int
    status_msg: str
    result_msg: str
    progress: int
    tag: int
    share: bool
    like_num: int
    comment_num: int
    liked: bool


class ListedMovie(ListedWork, MovieTitles):
    """A film in a list."""


class ListedPhoto(ListedWork, PhotoTitles):
    """A long picture in a list."""


class OwnMovie(ListedMovie):
    """A film in its owner's list."""

    warnings: list[str]


class OwnPhoto(ListedPhoto):
    """A long picture in its owner's list."""

    warnings: list[str]


class SharedMovie(ListedMovie, PublicAuthor):
    """A film that its owner shares."""


class SharedPhoto(ListedPhoto, PublicAuthor):
    """A long picture that its owner shares."""


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
