"""Answers of the listing service and flat JSON: one row per listing, nothing dropped without a word."""

import codecs
import csv
import hashlib
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.core.codes import ExitCode
from dq.core.errors import Refused
from dq.core.headers import match
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import Source, read_source

NAMES = 'xmlns="urn:riv:crm:carelisting:GetListingResponder:1" xmlns:c="urn:riv:crm:carelisting:1"'
HEADERS = (
    *("personId", "facilityId", "facilityName", "hasQueue", "resourceId", "resourceName", "listingType"),
    *("validFromDate", "validToDate"),
)
PERSON = "19121212-1212"
FEED = (FEEDS["listings"],)


def read(data: str | bytes, limits: ReadLimits | None = None, **declared: Any) -> TextTable:
    raw = data if isinstance(data, bytes) else data.encode()
    source = Source(name="svar.xml", data=raw, sha256=hashlib.sha256(raw).hexdigest())
    return read_source(source, Declared(**declared), FEED, limits or ReadLimits())


def refusal(data: str | bytes, limits: ReadLimits | None = None, **declared: Any) -> str:
    with pytest.raises(Refused) as fault:
        read(data, limits, **declared)
    assert fault.value.code == ExitCode.NOT_JUDGED
    for lang in ("sv", "en"):
        assert "1212" not in fault.value.text(lang)
    return fault.value.key


def listing(start: str = "2022-10-02T00:00:00", doctor: str = "SE1-D", more: str = "") -> str:
    name = "<c:resourceName>Å &amp; Ö</c:resourceName>"
    resource = f"<c:resource><c:resourceId>{doctor}</c:resourceId>{name}</c:resource>"
    return (
        f"<c:listing><c:validFromDate>{start}</c:validFromDate><c:listingType>HLM</c:listingType>"
        "<c:healthcare_facility><c:facilityId>SE1-A</c:facilityId><c:hasQueue>false</c:hasQueue>"
        f"<c:facilityName>Kronan</c:facilityName></c:healthcare_facility>{resource if doctor else ''}{more}"
        "</c:listing>"
    )


def answer(*listings: str, person: str = PERSON, more: str = "") -> str:
    inside = f"<c:personId>{person}</c:personId>{''.join(listings)}{more}"
    return f"<getListingResponse {NAMES}><subjectOfCare>{inside}</subjectOfCare></getListingResponse>"


def envelope(body: str) -> str:
    soap = "http://schemas.xmlsoap.org/soap/envelope/"
    return f'<s:Envelope xmlns:s="{soap}"><s:Header/><s:Body>{body}</s:Body></s:Envelope>'


ROW = (PERSON, "SE1-A", "Kronan", "false", "SE1-D", "Å & Ö", "HLM", "2022-10-02T00:00:00", None)
LATER = "urn:riv:supportprocess:logistics:carelisting:GetListingResponder:2"


@pytest.mark.parametrize(
    "text",
    [
        answer(listing()),
        envelope(answer(listing())),
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- svar -->\n' + answer(listing()),
        answer(listing()).replace("healthcare_facility", "healthcareFacility"),
        answer(listing()).replace("c:", "").replace(NAMES, ""),
        "\ufeff" + answer(listing()),
    ],
)
def test_a_listing_is_a_row(text: str) -> None:
    table = read(text)
    assert (table.form, table.headers) == ("xml", HEADERS)
    assert table.frame.rows() == [(*ROW, 1)]
    assert (table.lines.rows, table.lines.all, table.lines.header) == (1, 1, 0)
    assert table.decisions == ()


def test_the_headers_are_those_of_the_feed() -> None:
    mapping = match(FEED[0], HEADERS, {})
    assert (mapping.missing, mapping.ambiguous, mapping.unmapped) == ((), (), ("hasQueue",))


def test_many_answers_in_one_file() -> None:
    parts = (
        answer(listing(), listing(doctor="")),
        answer(person="P2"),
        answer(listing("2023-01-01"), person="P3"),
    )
    table = read("<svar>" + "".join(parts) + "</svar>")
    assert table.frame["source_row"].to_list() == [1, 2, 3]
    assert table.frame["c0"].to_list() == [PERSON, PERSON, "P3"]
    assert table.frame["c4"].to_list() == ["SE1-D", None, "SE1-D"]
    assert table.decisions == ("subject_without_listing=1",)


def test_a_person_named_after_the_listing() -> None:
    text = answer(listing()).replace(f"<c:personId>{PERSON}</c:personId>", "")
    text = text.replace("</subjectOfCare>", f"<c:personId>{PERSON}</c:personId></subjectOfCare>")
    assert read(text).frame.rows() == [(*ROW, 1)]


def test_what_no_column_takes_is_counted_and_named() -> None:
    other = '<x:ny xmlns:x="urn:x">hej</x:ny>'
    types = "<c:supportedListingTypes>HLM</c:supportedListingTypes>" * 2
    text = answer(listing(more=other), listing(more=types), more=other).replace(
        "<c:listing>", '<c:listing v="1">', 1
    )
    left_out = ("left_out:#ny=2", "left_out:@v=1", "left_out:supportedListingTypes=2")
    assert read(text).decisions == left_out
    assert read(answer("lös text", listing())).decisions == ("left_out:#text=1",)


def test_a_name_that_could_be_a_value_is_not_shown() -> None:
    subject = {
        "personId": "P1",
        "listing": {"listingType": "HLM", "19121212-1212": "x", "Anna Andersson": "y"},
    }
    assert read(json.dumps({"subjectOfCare": subject})).decisions == ("left_out:?=2",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2022-10-02T00:00:00+01:00", "2022-10-02"),
        ("2022-06-02T00:00:00.000+02:00", "2022-06-02"),
        ("2022-10-02T00:00:00Z", "2022-10-02"),
        ("2022-12-02T00:00:00+02:00", "2022-12-02T00:00:00+02:00"),  # the evening before in Sweden
        ("2022-06-01T22:00:00Z", "2022-06-01T22:00:00Z"),
        ("2022-10-02T13:45:00", "2022-10-02T13:45:00"),
        ("2022-10-02", "2022-10-02"),
    ],
)
def test_midnight_with_a_zone_is_its_day_where_that_is_sure(written: str, expected: str) -> None:
    table = read(answer(listing(written)))
    assert table.frame["c7"].to_list() == [expected]
    assert table.decisions == (("zone_cut:validFromDate=1",) if written != expected else ())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('<!DOCTYPE a [<!ENTITY x "y">]>' + answer(listing()), "xml_doctype"),
        ('<!DOCTYPE a SYSTEM "http://x.example/a.dtd">' + answer(listing()), "xml_doctype"),
        (answer(listing()).replace("Kronan", "&x;"), "xml_broken"),
        (answer(listing())[:-5], "xml_broken"),
        (answer(listing()) + answer(listing()), "xml_broken"),
        (answer(listing(), listing(more="<c:listingType>FL</c:listingType>")), "record_twice"),
        (answer(more="<c:personId>P2</c:personId>"), "record_twice"),
        (answer(), "no_rows"),
        ("<svar/>", "xml_unknown"),
        ("<Workbook><Row/></Workbook>", "xml_unknown"),
        ("<!doctype html><html></html>", "form_refused"),
        (f'<r xmlns="{LATER}"><resultCode>OK</resultCode></r>', "listing_version"),
        ("<GetListingResponse><resultCode>ERROR</resultCode></GetListingResponse>", "listing_failed"),
        (envelope("<s:Fault><faultcode>s:Server</faultcode></s:Fault>"), "listing_failed"),
        (envelope('<PersonNotFound xmlns="urn:x"/>'), "listing_failed"),
        ("<a>" * 100 + "</a>" * 100, "nested_deep"),
        (answer(listing(doctor="x" * 70_000)), "cell_long"),
        ('<?xml version="1.0" encoding="EBCDIC-CP-SE"?>' + answer(listing()), "encoding_name"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + answer(listing()), "encoding_wrong"),
    ],
)
def test_refused(text: str, key: str) -> None:
    assert refusal(text) == key


def test_the_number_of_listings_has_a_cap() -> None:
    limits = ReadLimits(rows=2)
    assert read(answer(listing(), listing()), limits).lines.rows == 2
    assert refusal(answer(listing(), listing(), listing()), limits) == "rows_many"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_encodings_that_the_document_names(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + answer(listing())
    table = read(text.encode(encoding))
    assert table.frame.rows() == [(*ROW, 1)]
    assert table.decisions == (() if encoding == "utf-8" else (f"encoding={encoding}",))


def test_bytes_that_are_not_what_the_document_names() -> None:
    assert refusal(answer(listing()).encode("cp1252")) == "encoding_wrong"
    assert read(answer(listing()).encode("cp1252"), encoding="windows-1252").lines.rows == 1


def test_nil_is_null() -> None:
    nil = '<c:validToDate xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    table = read(answer(listing(more=nil)))
    assert (table.frame["c8"].to_list(), table.decisions) == ([None], ())


# JSON


def as_json(**change: object) -> dict[str, Any]:
    facility = {"facilityId": "SE1-A", "facilityName": "Kronan", "hasQueue": False}
    doctor = {"resourceId": "SE1-D", "resourceName": "Å & Ö"}
    one = {"validFromDate": "2022-10-02T00:00:00", "listingType": "HLM", "healthcareFacility": facility}
    return {"subjectOfCare": {"personId": PERSON, "listing": [one | {"resource": doctor} | change]}}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(as_json()),
        json.dumps({"getListingResponse": as_json()}, indent=2),
        json.dumps([as_json()]),
        json.dumps(as_json() | {"resultCode": "OK"}),
        "\ufeff" + json.dumps(as_json(), ensure_ascii=False),
    ],
)
def test_an_answer_in_json_is_the_same_row(text: str) -> None:
    table = read(text)
    assert (table.form, table.headers, table.frame.rows()) == ("json", HEADERS, [(*ROW, 1)])


def test_answers_line_by_line() -> None:
    table = read("\n".join(json.dumps(as_json()) for _ in range(3)) + "\n")
    assert (table.lines.rows, table.frame["source_row"].to_list()) == (3, [1, 2, 3])


def test_flat_objects_with_the_names_of_a_feed() -> None:
    rows = [{"Personnr": "001", "Belopp": 1.50, "Ja": True}, {"Ja": None, "Personnr": "2", "Belopp": 1e3}]
    table = read(json.dumps(rows).replace("1000.0", "1e3"))
    assert table.headers == ("Personnr", "Belopp", "Ja")
    assert table.frame.rows() == [("001", "1.5", "true", 1), ("2", "1e3", None, 2)]


def test_flat_objects_line_by_line() -> None:
    table = read('{"Personnr":"1","A":"x"}\r\n\r\n{"A":"y","Personnr":"2"}\r\n')
    assert table.frame.rows() == [("1", "x", 1), ("2", "y", 3)]
    assert (table.lines.rows, table.lines.blank, table.lines.all) == (2, 1, 3)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[]", "no_rows"),
        ("{}", "json_unknown"),
        ("[1]", "json_unknown"),
        ('[{"a":1},2]', "json_unknown"),
        ('{"items":[{"a":1}]}', "json_unknown"),
        ('[{"a":1},{"b":1}]', "record_uneven"),
        ('[{"a":1},{"a":1,"b":2}]', "record_uneven"),
        ('[{"a":1},{"a":{}}]', "record_nested"),
        ('[{"a":1,"a":2}]', "json_broken"),
        ('[{"a":NaN}]', "json_broken"),
        ('[{"a":"\\ud800"}]', "json_broken"),
        ('[{"a":1}', "json_broken"),
        ('[{"a":1}] x', "json_broken"),
        ('{"a":1}\n{"a":\n', "json_broken"),
        ('[{"a":"x\\u0000y"}]', "line_control"),
        ('[{"a":1,"A":2}]', "header_twice"),
        ('[{"":1}]', "header_empty"),
        ('[{"Personnr":191212121212}]', "identifier_number"),
        ("[" * 100_000, "nested_deep"),
        (json.dumps(as_json() | {"resultCode": "ERROR"}), "listing_failed"),
        (json.dumps([as_json(), {"x": 1}]), "record_uneven"),
        (json.dumps({"subjectOfCare": [1]}), "record_uneven"),
        (json.dumps(as_json(resource=[{"resourceId": "a"}, {"resourceId": "b"}])), "record_twice"),
        (json.dumps(as_json(resource={"resourceId": 17})), "identifier_number"),
    ],
)
def test_json_refused(text: str, key: str) -> None:
    assert refusal(text) == key


def test_the_line_of_a_fault_is_told() -> None:
    with pytest.raises(Refused) as fault:
        read('{"a":1}\n{"a":1}\n{"a":\n')
    assert fault.value.values["line"] == "3"


def test_json_in_another_encoding() -> None:
    text = json.dumps([{"a": "å"}], ensure_ascii=False)
    assert refusal(text.encode("cp1252")) == "encoding_json"
    assert read(codecs.BOM_UTF16_LE + text.encode("utf-16-le")).frame.rows() == [("å", 1)]


TEXTS = st.text(st.characters(exclude_categories=["C"]), max_size=8)


def outcome(text: str) -> object:
    try:
        return read(text).frame.drop("source_row").rows()
    except Refused as fault:
        return fault.key


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_the_same_cells_as_from_csv(rows: list[tuple[str, str]]) -> None:
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("Personnr", "Namn"), *rows])
    objects = [{"Personnr": person, "Namn": name} for person, name in rows]
    expected = outcome(kept.getvalue())
    assert outcome(json.dumps(objects)) == expected
    assert outcome(json.dumps(objects, ensure_ascii=False, indent=1)) == expected
    assert outcome("\n".join(json.dumps(each) for each in objects)) == expected
