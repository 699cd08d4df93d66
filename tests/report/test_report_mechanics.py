"""A page needs nothing from outside, lets nothing in, and shows nobody."""

import base64
import hashlib
import re
from dataclasses import replace

import polars as pl
import pytest
from page_reader import read_page
from run_fixture import region_run, states
from run_frames import CLINICS, PERSON, PHYSICIAN, RULES

from dq.report.fault import error_html
from dq.report.page import asset
from dq.report.region import region_html

PAGES = {
    (name, lang): region_html(run, RULES, lang) for name, run in states().items() for lang in ("sv", "en")
}
PAGES["fault", "sv"] = error_html(
    "Filen gick inte att läsa", "listning.csv: ingen kolumn.\n\nByt rubrik.", 11, "sv"
)
each_page = pytest.mark.parametrize("html", PAGES.values(), ids=["-".join(key) for key in PAGES])


def sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@each_page
def test_the_policy_lets_in_this_style_and_this_script_only(html: str) -> None:
    page = read_page(html)
    assert page.tags.count("style") == page.tags.count("script") == 1
    assert f"style-src '{sha256(page.style)}';" in page.csp
    assert f"script-src '{sha256(page.script)}';" in page.csp
    assert page.csp.startswith("default-src 'none';")
    assert page.csp.endswith("base-uri 'none'; form-action 'none'")


@each_page
def test_no_style_or_handler_stands_in_an_attribute(html: str) -> None:
    names = {name for _, name, _ in read_page(html).attributes}
    assert "style" not in names
    assert not {name for name in names if name.startswith("on")}


@each_page
def test_the_page_asks_for_nothing(html: str) -> None:
    assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)", html)
    links = [value for _, name, value in read_page(html).attributes if name in ("href", "src", "action")]
    assert all(link.startswith("#") for link in links)


@each_page
def test_every_link_leads_somewhere_and_no_id_is_twice(html: str) -> None:
    page = read_page(html)
    assert len(page.ids) == len(set(page.ids))
    assert {v[1:] for _, name, v in page.attributes if name == "href"} <= set(page.ids)


@each_page
def test_no_planted_person_or_physician_is_in_the_page(html: str) -> None:
    for planted in (PERSON, PHYSICIAN, "PLANTED", "987654", "source_row"):
        assert planted not in html


@each_page
def test_one_heading_one_main_lf_and_no_bare_dash(html: str) -> None:
    page = read_page(html)
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert "\r" not in html and html.endswith("</html>\n")
    assert not re.search(r"<t[dh][^>]*>\s*[-–—]?\s*</t[dh]>", html), "an empty cell or a bare dash"


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", '"><img onerror=x>', "</script><b>", "{{ 7*7 }}"]
)
def test_a_hostile_clinic_name_is_only_text(name: str) -> None:
    run = region_run([(name, *CLINICS[0][1:]), *CLINICS[1:]])
    page = read_page(region_html(run, RULES, "sv"))
    assert "img" not in page.tags and page.tags.count("script") == 1
    assert name in page.text
    assert not [value for _, attribute, value in page.attributes if attribute == "onerror"]


def test_the_same_run_gives_the_same_bytes_whatever_the_row_order() -> None:
    run = region_run()
    turned = replace(
        run,
        providers=run.providers.reverse(),
        findings=run.findings.reverse(),
        outcomes=run.outcomes.reverse(),
        panels=run.panels.reverse(),
        files=run.files[::-1],
    )
    assert region_html(run, RULES, "sv") == region_html(turned, RULES, "sv")


def test_sizes_stay_within_the_budget() -> None:
    many = [(f"{place} {CLINICS[place % 8][0]}", *CLINICS[place % 8][1:]) for place in range(50)]
    run = region_run(many)
    run = replace(run, panels=pl.concat([run.panels] * 7))
    assert len(region_html(run, RULES, "sv").encode()) < 300_000
    assert len(PAGES["fault", "sv"].encode()) < 25_000
    assert len(asset("style.css").encode()) <= 16_384
    assert len(asset("page.js").encode()) <= 4_096


def test_the_script_names_only_what_the_page_has() -> None:
    html = PAGES["findings", "sv"]
    page, script = read_page(html), asset("page.js")
    classes = {
        name for _, attribute, value in page.attributes if attribute == "class" for name in value.split()
    }
    attributes = {name for _, name, _ in page.attributes}
    assert set(re.findall(r'getElementById\("(\w+)"\)', script)) <= set(page.ids)
    assert set(re.findall(r'contains\("(\w+)"\)', script)) | {"live"} <= classes
    assert {
        f"data-{name}"
        for name in ("v", "c", "dec", "rules", "filter", "sort", "csv", "name", "text", "sorted")
    } <= (attributes)


def test_every_class_of_the_page_has_a_style() -> None:
    named = set(re.findall(r"\.([a-z][\w-]*)", asset("style.css")))
    used = {
        name
        for html in PAGES.values()
        for _, attribute, value in read_page(html).attributes
        if attribute == "class"
        for name in value.split()
    }
    assert used - named <= {"n", "num", "num,"}
