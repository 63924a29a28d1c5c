"""Rule: of a picture's XMP only the times are read, and only what Adobe's own names call so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# Cameras and editors write some thousand bytes; a history of edits may be longer.
LONGEST: Final = 1 << 20
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
EXIF: Final = "{http://ns.adobe.com/exif/1.0/}"
PHOTOSHOP: Final = "{http://ns.adobe.com/photoshop/1.0/}"
TIFF: Final = "{http://ns.adobe.com/tiff/1.0/}"
XAP: Final = "{http://ns.adobe.com/xap/1.0/}"
# In the order in which they are believed.
TAKEN: Final = (
    EXIF + "DateTimeOriginal",
    PHOTOSHOP + "DateCreated",
    XAP + "CreateDate",
    EXIF + "DateTimeDigitized",
)
CHANGED: Final = (TIFF + "DateTime", XAP + "ModifyDate")


def properties(packet: bytes | str) -> dict[str, str]:
    """The simple properties of the picture, by namespace and name; none where it is damaged."""
    data = packet.encode() if isinstance(packet, str) else packet
    # A document type can name entities that grow without end, and XMP has none.
    if len(data) > LONGEST or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return {}
    try:
        root = ElementTree.fromstring(data.strip(b"\0 \r\n\t"))
    except (ElementTree.ParseError, LookupError, ValueError):
        return {}
    return {name: text for name, text in _simple(root) if text.strip()}


def _simple(root: Element) -> Iterator[tuple[str, str]]:
    for rdf in root.iter(RDF):
        for described in rdf:
            yield from described.attrib.items()
            for item in described:
                yield item.tag, item.text or ""
