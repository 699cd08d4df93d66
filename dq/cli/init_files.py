"""The files that `dq init` writes: `dq.toml`, a suite for the region, and a job for a CI server."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dq.core.regions import REGIONS
from dq.words import LANGUAGES, Words

if TYPE_CHECKING:
    from dq.pipeline.looking import Look

PROJECT = "dq.toml"
SUITE = "svit/suite.toml"
CI_FILES = {"github": ".github/workflows/dq.yml", "gitlab": ".gitlab-ci.yml"}
# What stands in the folder but is no delivery, if the files lie beside the settings.
OWN = (PROJECT, "svit/*", ".github/*", ".gitlab-ci.yml", ".git/*", "ut/*")

_GITHUB = """\
# Judges a delivery that lies on the runner. The day and the folder come in as variables, never in a command.
name: dq
on:
  workflow_dispatch:
    inputs:
      day:
        description: "Mätdag / measurement day, YYYY-MM-DD"
        required: true
permissions:
  contents: read
jobs:
  check:
    runs-on: self-hosted  # health data: a runner of your own, with dq installed
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683  # v4.2.2
        with:
          persist-credentials: false
      # Exit code 0 is the only one that lets the next step run. See: dq explain 11
      - name: dq check
        env:
          DQ_CHECK_DAY: ${{ inputs.day }}
          DELIVERY: {delivery}
        run: dq check "$DELIVERY" --suite {suite} --report ut/rapport.html
"""
_GITLAB = """\
# Judges a delivery that lies on the runner. Start it with the variable DQ_CHECK_DAY (YYYY-MM-DD).
dq:
  tags: [dq]  # health data: a runner of your own, with dq installed
  rules:
    - if: $DQ_CHECK_DAY
  variables:
    DELIVERY: {delivery}
  # Exit code 0 is the only one that lets the next job run. See: dq explain 11
  script:
    - dq check "$DELIVERY" --suite {suite} --report ut/rapport.html
"""


def project_toml(looks: "Sequence[Look]", own: Sequence[str], words: Words) -> str:
    """Return the text of `dq.toml`."""
    from dq.settings.propose import Comments, project_text

    comments = Comments(
        top=(words.text("cli.init.top", n=len(looks)), words.text("cli.init.top_more")),
        own=words.text("cli.init.own"),
        choose=words.text("cli.init.choose"),
        hint=words.text("cli.init.hint"),
        unread=words.text("cli.init.unread"),
    )
    proposals = [look.proposal for look in looks if look.proposal]
    return project_text(proposals, [look.file.name for look in looks if not look.proposal], own, comments)


def own_patterns(delivery: Path, here: Path) -> tuple[str, ...]:
    """Return the patterns of our own files, if `here`, where they are written, is part of the delivery."""
    inside = here.resolve().is_relative_to(delivery.resolve())
    if not inside:
        return ()
    under = here.resolve().relative_to(delivery.resolve()).as_posix()
    return tuple(name if under == "." else f"{under}/{name}" for name in OWN)


def suite_toml(code: str, words: Words) -> str:
    """Return the text of a suite for the region with this county code, to go on writing in."""
    name = next(names[1] for county, *names in REGIONS if county == code)
    titles = {lang: Words(lang).text("cli.init.suite_title", region=name) for lang in LANGUAGES}
    lines = (
        f"# {words.text('cli.init.suite_top')}",
        f'name = "region-{code}"',
        'extends = "region"',
        *(f'title_{lang} = "{title}"' for lang, title in titles.items()),
        "",
        "[region]",
        f'code = "{code}"',
        f'name = "{name}"',
    )
    return "\n".join(lines) + "\n"


def ci_text(kind: str, delivery: Path, *, suite: str) -> str:
    """Return the text of a job that runs `dq check` and ends as that ends."""
    text = {"github": _GITHUB, "gitlab": _GITLAB}[kind]
    place = json.dumps(delivery.as_posix())  # a YAML text, whatever the folder is called
    return text.replace("{delivery}", place).replace("{suite}", suite)
