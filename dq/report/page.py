"""One self-contained HTML file from a template: the environment, the style, the script and their hashes.

Nothing is fetched and nothing inline is allowed but the one style and the one script, whose SHA-256 stand
in the page's own content security policy.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dq.report.icons import icon
from dq.words import Words


@dataclass(frozen=True)
class TocEntry:
    """One line of the index at the left. `count` is an empty string when nothing needs action."""

    anchor: str
    label: str
    count: str = ""


@dataclass(frozen=True)
class Badge:
    """The state of the page. `tone` is ok, rev, stop or miss; `icon` is a name known to `icons`."""

    tone: str
    icon: str
    text: str


@dataclass(frozen=True)
class Tag:
    """A proposal as shape, word and colour. `kind` is pay, inform, adjust, hold, reject or miss."""

    kind: str
    word: str


@dataclass(frozen=True)
class Figure:
    """One key figure with its base. `tone` is empty, `dim` (few answers) or `w` (words, no number)."""

    label: str
    value: str
    base: str
    icon: str = ""
    tone: str = ""


def render(template: str, lang: str, **values: object) -> str:
    """Fill `templates/<template>` and return the page as text with LF line ends.

    The template extends `base.html.j2`. Besides `values` it may use `t("key", **values)` for the texts of
    section `report`, `icon(name)`, and the macros of `macros.html.j2`.
    """
    style, script = asset("style.css") + page_footer(lang), asset("page.js")
    text = (
        environment(lang)
        .get_template(template)
        .render(
            lang=lang,
            style=Markup(style),  # noqa: S704  our own file, no outside text in it
            script=Markup(script),  # noqa: S704  as above
            csp=policy(style, script),
            **values,
        )
    )
    return text.replace("\r\n", "\n").rstrip("\n") + "\n"


def policy(style: str, script: str) -> str:
    """Write the content security policy that lets in exactly this style and this script."""
    return (
        f"default-src 'none'; style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=4)
def environment(lang: str) -> Environment:
    """Return the Jinja environment of one language: everything escaped, nothing undefined let through."""
    env = Environment(
        loader=PackageLoader("dq.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    words = Words(lang)

    def text(key: str, **values: object) -> str:
        return words.text(f"report.{key}", **values)

    env.globals.update(t=text, icon=icon)
    return env


@lru_cache(maxsize=4)
def asset(name: str) -> str:
    """Read the style or the script, without comments, indents and empty lines."""
    text = files("dq.report").joinpath("templates", name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not (line.startswith("/*") and line.endswith("*/")))


def page_footer(lang: str) -> str:
    """Write the `@page` rule: A4, and a footer on every printed page in the page's language."""
    words = Words(lang)
    font = "font:8pt sans-serif;color:#444"
    support, page, of = (words.text(f"report.print.{key}") for key in ("support", "page", "of"))
    return (
        "\n@page{size:A4;margin:16mm 14mm 18mm;"
        f'@bottom-left{{content:"dq · {support}";{font}}}'
        f'@bottom-right{{content:"{page} " counter(page) " {of} " counter(pages);{font}}}}}'
    )


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
