"""Which place for media the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from config import Config
from stores.media import Media
from stores.media_folder import FolderMedia

# No request and no render takes as long as this.
OLD_SECONDS: Final = 86_400


def open_media(config: Config) -> Media:
    """The bucket where there is one, else the folder."""
    return open_bucket(config) if config.storage.bucket else open_folder(config)


async def sweep_scratch(media: Media) -> None:
    """Remove what a killed process left here; where no worker runs nobody else does."""
    for name in await media.scratch_names(OLD_SECONDS):
        await media.drop_scratch(name)


def open_folder(config: Config) -> FolderMedia:
    return FolderMedia(config.data / "media", config.data / "scratch")


def open_bucket(config: Config, scratch: Path | None = None) -> Media:
    """The client takes 7 MB, which only those pay who have a bucket."""
    from stores.media_s3 import S3Media

    return S3Media(config.storage, scratch or config.data / "scratch")


def etags(path: Path) -> set[str]:
    """What a bucket's server calls a file of these bytes."""
    from stores.media_s3 import etags as computed

    return computed(path)
