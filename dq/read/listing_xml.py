"""XML of the listing service, read as a stream. No document type, no entities, nothing from outside."""

import codecs
import re
from typing import Any
from xml.parsers import expat

from dq.core.errors import Refused
from dq.core.forms import encoding_name
from dq.core.headers import escaped
from dq.core.table import ReadLimits
from dq.read.grid import Grid
from dq.read.listing import ANSWER, DEEPEST, SUBJECT, Listings, Node, add_subject, grid, plain
from dq.read.source import Source

_DECLARATION = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_READ = "urn:riv:crm:carelisting:"
_LATER = "urn:riv:supportprocess:logistics:carelisting:"
_NIL = "http://www.w3.org/2001/XMLSchema-instance nil"
_WORDLESS = ("http://www.w3.org/2001/XMLSchema-instance ", "http://schemas.xmlsoap.org/soap/envelope/ ")
_WRAPPERS = (ANSWER, "envelope", "body", "header")
_FAILED = ("fault", "personnotfound", "technicalexception")


def read_listing_xml(source: Source, declared: str, limits: ReadLimits) -> Grid:
    """Read answers of GetListing, bare or in SOAP envelopes. `Refused` for any other XML, and for errors."""
    data, encoding = _utf8(source, declared)
    state = _State(Listings(source.name, limits))
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = state.start
    parser.EndElementHandler = state.end
    parser.CharacterDataHandler = state.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = state.refuse_types
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        line = str(fault.lineno)
        raise Refused("xml_broken", file=source.name, line=line) from None
    if not state.found.subjects:
        raise Refused("xml_unknown", file=source.name, root=state.root)
    return grid(state.found, (f"encoding={encoding}",) if encoding != "utf-8" else ())


class _State:
    """Where in the document the parser stands. Elements outside a `subjectOfCare` are wrappers."""

    def __init__(self, found: Listings) -> None:
        self.found = found
        self.root = ""
        self._open: list[str] = []  # names of the elements around
        self._groups: list[dict[str, Node]] = []  # from the subject inwards
        self._words: list[str] = []
        self._size = 0

    def refuse_types(self, *_: object) -> None:
        """Refuse a document type or an entity, before anything comes of it."""
        raise Refused("xml_doctype", file=self.found.name)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        space, _, local = name.rpartition(" ")
        if not self.root:
            self.root = escaped(local)
        if space.startswith(_LATER):
            raise Refused("listing_version", file=self.found.name)
        if not self._groups and plain(local) in _FAILED:
            raise Refused("listing_failed", file=self.found.name)
        if len(self._open) >= DEEPEST:
            raise Refused("nested_deep", file=self.found.name)
        self._stray()
        ours = not space or space.startswith(_READ) or not self._groups
        self._open.append(local if ours else f"#{local}")
        for word in attributes:
            if not word.startswith(_WORDLESS):
                self.found.leave_out(f"@{word.rpartition(' ')[2]}")
        if self._groups or plain(local) == SUBJECT:
            nil = attributes.get(_NIL, "").strip() in ("true", "1")
            self._groups.append({"#nil": None} if nil else {})

    def text(self, words: str) -> None:
        """Collect text; it belongs to the element that ends next."""
        self._size += len(words)
        if self._size > self.found.limits.cell_bytes:
            raise Refused("cell_long", file=self.found.name, line=str(self.found.count + 1))
        self._words.append(words)

    def end(self, _name: str) -> None:
        """Close an element: hand its text or its group on to the one around, or the subject to the rows."""
        local, text = self._open.pop(), self._taken()
        if not self._groups:
            self._outside(local, text)
            return
        group = self._groups.pop()
        if not self._groups:
            if text.strip():
                self.found.leave_out("#text")
            add_subject(self.found, group)
            return
        value: Node = None if "#nil" in group else group or text
        if group and text.strip():
            self.found.leave_out("#text")
        _put(self._groups[-1], local, value)

    def _outside(self, local: str, text: str) -> None:
        """Judge what stands around the subjects: a result code that is not OK, or something left out."""
        if plain(local) == "resultcode" and text.strip().upper() != "OK":
            raise Refused("listing_failed", file=self.found.name)
        if text.strip() and plain(local) != "resultcode":
            self.found.leave_out(local)

    def _stray(self) -> None:
        """Count text that stands before an element inside another."""
        if self._taken().strip():
            self.found.leave_out("#text")

    def _taken(self) -> str:
        text = "".join(self._words)
        self._words.clear()
        self._size = 0
        return text


def _put(group: dict[str, Any], name: str, value: Node) -> None:
    """Set `name` in a group; where it stands twice, keep both."""
    if name not in group:
        group[name] = value
    elif isinstance(group[name], list):
        group[name].append(value)
    else:
        group[name] = [group[name], value]


def _utf8(source: Source, declared: str) -> tuple[bytes, str]:
    """Return the document as UTF-8 and the encoding it says it has; `Refused` if the bytes say otherwise."""
    data = source.data
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(source, data, "utf-16").encode(), "utf-16"
    plain_data = data.removeprefix(codecs.BOM_UTF8)
    own = _DECLARATION.match(plain_data.lstrip()[:300])
    said = own.group(1).decode() if own else declared or "utf-8"
    encoding = "utf-8" if said.casefold() in ("ascii", "us-ascii") else encoding_name(said)
    if not encoding:
        raise Refused("encoding_name", file=source.name, encodings="utf-8, utf-16, windows-1252, iso-8859-1")
    text = _decoded(source, plain_data, encoding)
    if encoding == "utf-8":
        return plain_data, encoding
    if not plain_data.isascii() and _is_utf8(plain_data):
        raise Refused("encoding_wrong", file=source.name, encoding=encoding, line="1")
    return text.encode(), encoding


def _decoded(source: Source, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as fault:
        line = str(data.count(b"\n", 0, getattr(fault, "start", 0)) + 1)
        raise Refused("encoding_wrong", file=source.name, encoding=encoding, line=line) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
