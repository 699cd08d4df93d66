"""The pages `docs/rules.md` and `docs/feeds.md`, made from the index. Nobody writes them by hand."""

from typing import Any

from dq.cli.docstring import sections
from dq.words import Counted, Words

HEAD = "<!-- Written by `python -m dq.cli.index --docs`. Change the source, not this page. -->\n"
LABELS = {"examined": "Examined", "fails": "Fails", "nulls": "Nulls"}
SHOWN = {
    name: Counted(sign)
    for name, sign in {"affected": "n", "total": "m", "value": "x", "threshold": "y", "detail": "…"}.items()
}


def rules_page(index: dict[str, Any]) -> str:
    """Return the page on rules: a table of all, then one section each."""
    words = Words("en")
    parts = [
        HEAD,
        "# Rules\n",
        "Each rule is one page of code under `dq/rules/`. `dq explain CON-01` shows the same.\n",
        "| id | title | Swedish title | proposal | unit |\n|---|---|---|---|---|",
    ]
    for rule in index["rules"]:
        link = f"[{rule['id']}](#{rule['id'].lower()})"
        cells = (link, rule["title"], rule["title_sv"], rule["disposition"], rule["unit"])
        parts.append(f"| {' | '.join(cells)} |")
    return "\n".join([*parts, *(_rule(rule, words) for rule in index["rules"])]) + "\n"


def feeds_page(index: dict[str, Any]) -> str:
    """Return the page on feeds: what a row is, and a table of columns each."""
    about = "Header spellings are compared without case. `dq feeds listings` shows the same.\n"
    parts = [HEAD, "# Feeds\n", about]
    return "\n".join([*parts, *(_feed(feed) for feed in index["feeds"])]) + "\n"


def _rule(rule: dict[str, Any], words: Words) -> str:
    name = f"**{rule['title']}** ({rule['title_sv']})."
    lines = [f"\n## {rule['id']}\n", name, rule["en"].format(**SHOWN), ""]
    for label, text in sections(rule["doc"]):
        lines.append(f"- {LABELS[label]}: {text}" if label else f"- {text}")
    for name, default in rule["parameters"].items():
        shown = "must be given" if default is None else f"default {default or 'none'}"
        lines.append(f"- Limit `{name}`: {shown}.")
    facts = (rule["severity"], rule["disposition"], words.text(f"cli.unit.{rule['unit'].replace(' ', '_')}"))
    inputs = ", ".join(f"`{name}`" for name in rule["inputs"]) or "the files"
    lines += [
        f"- Level: {', '.join(facts)}. Reads: {inputs}.",
        f"- Answer: {rule['todo_en']}",
        f"- Source: {rule['source']}",
    ]
    return "\n".join(lines)


def _feed(feed: dict[str, Any]) -> str:
    lines = [
        f"\n## {feed['name']}\n",
        f"{feed['title_sv']}. {' '.join(feed['doc'].split())}\n",
        f"Key: {', '.join(f'`{name}`' for name in feed['key'])}.\n",
        "| column | label | kind | needs | headers | codes and help |\n|---|---|---|---|---|---|",
    ]
    for column in feed["columns"]:
        needs = {
            "column": column["required"],
            "filled": not column["nullable"],
            "personal": column["personal"],
        }
        about = [", ".join(f"`{code}`" for code in column["codes"]), column["unit"], column["help"]]
        cells = [f"`{column['name']}`", column["label"], column["kind"]]
        cells.append(", ".join(word for word, holds in needs.items() if holds))
        cells += [", ".join(column["headers"]), "; ".join(filter(None, about))]
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines)
