"""Rule: the moment orders a trip, the local clock of the place is shown; both are settled together.

What a file leaves open, its zone above all, is taken from its place, from the photos around it, or
from where guests are at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final, Literal, TypeAlias

from studio.look import claims, header_clocks, name_times, zones
from studio.look.claims import SLACK, Claim, Source
from studio.look.header_clocks import Header
from studio.look.time_texts import EARLIEST_OFFSET, LATEST_OFFSET

ZoneFrom: TypeAlias = Literal["file", "place", "gps", "trip", "home"]
_Offset: TypeAlias = tuple[timedelta, ZoneFrom]

# By how much a zone that the file does not tell lowers the weight of a time.
ZONES: Final[dict[ZoneFrom, float]] = {
    "file": 1.0,
    "place": 0.9,
    "gps": 0.9,
    "trip": 0.8,
    "home": 0.7,
}
# Photos that are farther apart say nothing of each other's zone.
REACH: Final = timedelta(days=14)
# A phone's fix may be some minutes old; zones are quarters of an hour apart.
FIX_AGE: Final = timedelta(minutes=5)
QUARTER: Final = timedelta(minutes=15)
# Satellites' time is never ahead: a clock that is so far behind it has lost its battery.
BEHIND: Final = timedelta(hours=26)
# A clock that begins with a year, as far from all others of the trip, has lost it too.
STRAY: Final = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Witness:
    """A file: what the guest calls it, its claims, its place, and when it came in (aware).

    of_trip: whether the others may learn from it; where it is not, it learns from them alone.
    """

    name: str
    claims: tuple[Claim, ...]
    place: tuple[float, float] | None
    uploaded: datetime
    of_trip: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """When a picture was taken: the moment (aware) and what clocks showed there (naive).

    zone: who tells how they belong together; weight: how far both are to be trusted, 0 to 1.
    """

    utc: datetime
    clock: datetime
    source: Source
    zone: ZoneFrom

    @property
    def weight(self) -> float:
        return round(self.source.weight * ZONES[self.zone], 2)

    @property
    def offset(self) -> timedelta:
        """Of the clock from UTC."""
        return self.clock - self.utc.replace(tzinfo=None)

    @property
    def iso(self) -> str:
        """ISO 8601, with the clock of the place and its offset."""
        return self.clock.replace(tzinfo=timezone(self.offset)).isoformat()


def settle(files: Sequence[Witness], home: tzinfo) -> list[Moment | None]:
    """The moment of each file, None where nothing that it says can be true.

    `home`: the zone where neither file nor place nor trip knows one.
    """
    trip = _Trip(home)
    known = [_Known(file) for file in files]
    found: dict[int, Moment] = {}
    for chosen in _rounds(known):
        settled = {number: trip.moment(known[number]) for number in chosen}
        found |= {number: moment for number, moment in settled.items() if moment}
        trip.learn(_of_trip(files, found).values())
    doubted = [number for number, file in enumerate(known) if file.doubted]
    around = _of_trip(files, found)
    for number, claim in zip(doubted, _read_headers(known, doubted, around, trip), strict=True):
        if (moment := trip.settled(known[number], claim)) is not None:
            found[number] = moment
    for number in _strays(_of_trip(files, found)):
        known[number].forget(found.pop(number).clock)
        if (again := trip.moment(known[number])) is not None:
            found[number] = again
    return [found.get(number) for number in range(len(files))]


def _of_trip(files: Sequence[Witness], found: Mapping[int, Moment]) -> dict[int, Moment]:
    """What the others may learn from."""
    return {number: moment for number, moment in found.items() if files[number].of_trip}


class _Known:
    """What is known of one file before the others are."""

    def __init__(self, file: Witness) -> None:
        self.file = file
        self.named = name_times.told(file.name)
        every = claims.sorted_by_trust((*file.claims, *self.named), file.uploaded)
        self.fix = next((claim.utc for claim in every if claim.source is Source.GPS), None)
        self.claims = [claim for claim in every if not self._is_behind(claim)]
        zone, is_land = zones.at(*file.place) if file.place and every else (None, False)
        self.land = zone if is_land else None
        self.sea = None if is_land else zone

    def _is_behind(self, claim: Claim) -> bool:
        if claim.clock is None or self.fix is None:
            return False
        return self.fix.replace(tzinfo=None) - claim.clock > BEHIND

    @property
    def doubted(self) -> bool:
        """Whether what it says best may be a local clock that pretends to be UTC."""
        return bool(self.claims) and self.claims[0].writer != "" and self.claims[0].clock is None

    @property
    def knows_zone(self) -> bool:
        return self.land is not None or self.claims[0].offset is not None

    def forget(self, clock: datetime) -> None:
        """What claims this day is not believed any more."""
        self.claims = [
            claim
            for claim in self.claims
            for said in [claim.clock or claim.utc]
            if said is None or abs(said.replace(tzinfo=None) - clock) > timedelta(days=1)
        ]


class _Trip:
    """The zones of the trip, as far as they have become known."""

    def __init__(self, home: tzinfo) -> None:
        self.home = home
        self._sure: list[Moment] = []

    def learn(self, moments: Iterable[Moment]) -> None:
        self._sure = [moment for moment in moments if moment.zone in ("file", "place", "gps")]

    def zone_at(self, file: _Known, utc: datetime) -> tuple[tzinfo, ZoneFrom]:
        """In which zone this moment was lived through."""
        if file.land is not None:
            return file.land, "place"
        near = min(self._sure, key=lambda known: abs(known.utc - utc), default=None)
        if near is not None and abs(near.utc - utc) <= REACH:
            return timezone(near.offset), "trip"
        return (self.home, "home") if file.sea is None else (file.sea, "place")

    def moment(self, file: _Known) -> Moment | None:
        settled = (self.settled(file, claim) for claim in file.claims)
        return next((moment for moment in settled if moment is not None), None)

    def settled(self, file: _Known, claim: Claim) -> Moment | None:
        """What a claim comes to; None where it would be younger than its upload."""
        if claim.clock is None:
            return self._of_utc(file, claim)
        told = self._offset(file, claim, claim.clock)
        if told is None:
            return None
        offset, zone = told
        utc = (claim.clock - offset).replace(tzinfo=UTC)
        # Whoever did not set the clock after a journey is shown that of the place all the same.
        clock = claim.clock if file.land is None else _shown(utc, file.land)
        return Moment(utc, clock, claim.source, zone)

    def _of_utc(self, file: _Known, claim: Claim) -> Moment | None:
        if claim.utc is None:
            return None
        zone, told = self.zone_at(file, claim.utc)
        return Moment(claim.utc, _shown(claim.utc, zone), claim.source, told)

    def _offset(self, file: _Known, claim: Claim, clock: datetime) -> _Offset | None:
        """From UTC: the first that the satellites agree with, else the first that can be true."""
        possible = list(self._offsets(file, claim, clock))
        if file.fix is not None:
            ahead = clock - file.fix.replace(tzinfo=None)
            agreed = [one for one in possible if abs(ahead - one[0]) <= FIX_AGE]
            if agreed:
                return agreed[0]
            if (told := _in_quarters(ahead)) is not None and not file.knows_zone:
                return told, "gps"
        latest = file.file.uploaded + SLACK
        for one in possible:
            if (clock - one[0]).replace(tzinfo=UTC) <= latest:
                return one
        if file.land is not None:
            return None
        # A clock that is ahead of the upload is that of a zone which is ahead of ours.
        least = clock - latest.replace(tzinfo=None)
        return -(-least // QUARTER) * QUARTER, "home"

    def _offsets(self, file: _Known, claim: Claim, clock: datetime) -> Iterable[_Offset]:
        if claim.offset is not None:
            yield claim.offset, "file"
        if file.land is not None:
            # In the hour that comes twice only the satellites know which it is.
            yield from ((_offset_of(file.land, clock, fold), "place") for fold in (0, 1))
        near = min(self._sure, key=lambda known: abs(known.clock - clock), default=None)
        if near is not None and abs(near.clock - clock) <= REACH:
            yield near.offset, "trip"
        if file.sea is not None:
            yield _offset_of(file.sea, clock), "place"
        yield _offset_of(self.home, clock), "home"


def _rounds(known: Sequence[_Known]) -> Iterable[list[int]]:
    """Those that know their own zone come first, so that the others can learn from them."""
    plain = [n for n, file in enumerate(known) if file.claims and not file.doubted]
    yield [number for number in plain if known[number].knows_zone]
    yield [number for number in plain if not known[number].knows_zone]


def _read_headers(
    known: Sequence[_Known], doubted: Sequence[int], found: Mapping[int, Moment], trip: _Trip
) -> list[Claim]:
    """The claims of headers, as UTC or as the local clock that they are taken for."""
    around = [
        (known[number].file.place, moment.utc)
        for number, moment in found.items()
        if moment.source is not Source.DAY
    ]
    return header_clocks.read([_header(known[number], trip) for number in doubted], around)


def _header(file: _Known, trip: _Trip) -> Header:
    claim = file.claims[0]
    moment = claim.utc or file.file.uploaded
    zone, _ = trip.zone_at(file, moment)
    offset = _offset_of(zone, moment.replace(tzinfo=None))
    return Header(claim, moment, offset, file.file.place, file.file.uploaded, file.named)


def _strays(found: Mapping[int, Moment]) -> list[int]:
    """Whose clock began with a year that is far from the rest of the trip."""
    begun = {number for number, moment in found.items() if _begins_year(moment.clock)}
    others = [moment.utc for number, moment in found.items() if number not in begun]
    if len(others) < len(begun):
        return []
    return [
        number
        for number in sorted(begun)
        if others and min(abs(found[number].utc - other) for other in others) > STRAY
    ]


def _begins_year(clock: datetime) -> bool:
    return (clock.month, clock.day) == (1, 1)


def _in_quarters(ahead: timedelta) -> timedelta | None:
    """The offset that is meant, where a clock is so far ahead of the satellites'."""
    told = round(ahead / QUARTER) * QUARTER
    return (
        told if abs(told - ahead) <= FIX_AGE and EARLIEST_OFFSET <= told <= LATEST_OFFSET else None
    )


def _offset_of(zone: tzinfo, clock: datetime, fold: int = 0) -> timedelta:
    return zone.utcoffset(clock.replace(fold=fold, tzinfo=zone)) or timedelta()


def _shown(utc: datetime, zone: tzinfo) -> datetime:
    return utc.astimezone(zone).replace(tzinfo=None, fold=0)
