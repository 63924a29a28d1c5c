"""The weather model reads the whole picture, alike every time; its probabilities add up."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models import weather
from models.weather import Weather
from models.weight_files import WrongWeights
from tests.models.pictures import WEIGHTS, drawing, saved, turned_sideways
from training.weather_pictures import all_photos, weights

Colour = tuple[int, int, int]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def model() -> Weather:
    return weather.load(WEIGHTS)


def sky(top: Colour, bottom: Colour, ground: Colour) -> Image.Image:
    """A sky that changes from `top` to `bottom`, over a ground with some grain."""
    random = np.random.default_rng(0)
    share = np.linspace(0, 1, 100)[:, None, None]
    above = (1 - share) * np.array(top) + share * np.array(bottom) + np.zeros((100, 240, 3))
    below = random.normal(0, 6, (80, 240, 1)) + np.array(ground)
    return Image.fromarray(np.concatenate([above, below]).clip(0, 255).astype(np.uint8))


def rates(model: Weather, image: Image.Image) -> list[float]:
    return model.rates([weather.square(image)])[0].tolist()


def test_the_reply_is_as_documented(model: Weather, tmp_path: Path) -> None:
    """
    Tags in their order, a rate and a probability for each, and the best of them by name.
    """
    reply = model.answer([{"picture": saved(drawing(90, 60), tmp_path / "a.png")}])[0]

    assert {"weather", "weather_id", "tags", "rate", "probability"} == set(reply)
    assert ["cloudy", "rainy", "snow", "sunny"] == reply["tags"]
    assert int(np.argmax(reply["rate"])) == reply["weather_id"]
    assert reply["tags"][reply["weather_id"]] == reply["weather"]
    assert int(np.argmax(reply["probability"])) == reply["weather_id"]
    assert sum(reply["probability"]) == pytest.approx(1)


def test_white_ground_speaks_for_snow_and_a_blue_sky_for_sun(model: Weather) -> None:
    """
    Drawn, not photographed: only the order is looked at.
    """
    bright = rates(model, sky((40, 110, 220), (150, 200, 250), (90, 130, 60)))
    grey = rates(model, sky((120, 124, 130), (165, 168, 172), (70, 80, 70)))
    white = rates(model, sky((190, 200, 215), (225, 230, 238), (244, 246, 250)))

    assert white[2] > max(bright[2], grey[2])
    assert bright[3] > max(grey[3], white[3])
    assert grey[0] - grey[3] > bright[0] - bright[3]


def test_the_same_picture_gives_the_same_answer(model: Weather, tmp_path: Path) -> None:
    """
    Also in the company of others.
    """
    first = {"picture": saved(drawing(90, 60), tmp_path / "a.png")}
    other = {"picture": saved(drawing(60, 90, 1), tmp_path / "b.png")}

    assert model.answer([first]) == model.answer([other, first])[1:]


def test_a_photo_is_turned_upright(model: Weather, tmp_path: Path) -> None:
    """
    A file that lies on its side is judged as the upright one.
    """
    image = sky((40, 110, 220), (150, 200, 250), (90, 130, 60))
    upright = {"picture": saved(image, tmp_path / "a.jpg", quality=100)}
    sideways = {"picture": turned_sideways(image, tmp_path / "b.jpg")}

    first, second = (reply["rate"] for reply in model.answer([upright, sideways]))

    assert first == pytest.approx(second, abs=0.3)


def test_a_single_pixel_is_judged_too(model: Weather, tmp_path: Path) -> None:
    """
    The smallest picture that there is.
    """
    dot = {"picture": saved(Image.new("RGB", (1, 1), "white"), tmp_path / "a.png")}

    assert np.isfinite(model.answer([dot])[0]["rate"]).all()


def test_the_weights_are_small() -> None:
    """
    A megabyte at most.
    """
    assert 1_000_000 >= (WEIGHTS / weather.WEIGHTS).stat().st_size


def test_a_changed_weight_file_is_refused(tmp_path: Path) -> None:
    """
    One byte that is not what the digest was made of stops the model from loading.
    """
    for name in (weather.WEIGHTS, weather.WEIGHTS + ".sha256"):
        shutil.copy(WEIGHTS / name, tmp_path)
    with (tmp_path / weather.WEIGHTS).open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\1\2")

    with pytest.raises(WrongWeights):
        weather.load(tmp_path)


@pytest.mark.slow
def test_the_evaluation_tells_classes_and_sources_apart(tmp_path: Path) -> None:
    """
    Two tags and two sources, one picture of each.
    """
    for tag, source in (("snow", "a"), ("snow", "b"), ("sunny", "b")):
        (tmp_path / tag).mkdir(exist_ok=True)
        drawing(60, 40).save(tmp_path / tag / f"{source}_1.png")

    run = [sys.executable, "-m", "training.evaluate", "weather", str(tmp_path)]
    out = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    figures = json.loads(out.splitlines()[-1])

    assert {"accuracy", "balanced", "per_class", "per_prefix"} == set(figures)
    assert {"snow", "sunny"} == set(figures["per_class"])
    assert {"a", "b"} == set(figures["per_prefix"])
    assert sum(figures["per_class"].values()) / 2 == pytest.approx(figures["balanced"])


def test_a_small_source_is_heard() -> None:
    """
    Tags weigh the same in all; within one, sources of 9 and 1 photos weigh 3 to 1.
    """
    tags = np.array([0] * 10 + [1] * 2)
    origins = np.array(["many"] * 9 + ["few"] * 3)

    each = weights(tags, origins)

    assert each.mean() == pytest.approx(1)
    assert each[:10].sum() == pytest.approx(each[10:].sum())
    assert each[:9].sum() == pytest.approx(3 * each[9])


def test_photos_sorted_by_eye_are_trained_with(tmp_path: Path) -> None:
    """
    Beside those in class folders: the ones of other data that a table names, each once.
    """
    (tmp_path / "weather" / "snow").mkdir(parents=True)
    drawing(60, 40).save(tmp_path / "weather" / "snow" / "alps_1.png")

    first, *others = all_photos(tmp_path)

    assert ("alps", weather.TAGS.index("snow")) == (first.source, first.tag)
    assert {"bsds", "object"} == {photo.source for photo in others}
    assert set(range(len(weather.TAGS))) == {photo.tag for photo in others}
    assert len(others) == len({photo.path for photo in others}) > 100
    assert all(photo.path.is_relative_to(tmp_path) for photo in others)
