"""Feeds as contracts for suppliers: what `dq feeds --export` writes."""

import json
from typing import Any

from dq import __version__
from dq.cli.docstring import sections
from dq.cli.index import shown_default
from dq.core.rule import Rule
from dq.words import Words

SUFFIXES = {"odcs": ".odcs.json", "table-schema": ".schema.json"}


def contract_text(name: str, form: str, words: Words) -> str:
    """Return the contract of a feed as JSON, in one of the forms of `SUFFIXES`."""
    return json.dumps(_contract(name, form, words), ensure_ascii=False, indent=2) + "\n"


def _contract(name: str, form: str, words: Words) -> dict[str, Any]:
    from dq.conform.cells import MISSING
    from dq.emit.odcs import Clause, odcs, rules_on
    from dq.emit.table_schema import table_schema
    from dq.emit.written import Tokens
    from dq.feeds import FEEDS
    from dq.measures import MEASURES
    from dq.rules import RULES

    feed, tokens = FEEDS[name], Tokens(MISSING)
    if form == "table-schema":
        return table_schema(feed, words.lang, tokens)
    clauses = [Clause(rule, fails_text(rule, words)) for rule in rules_on(name, RULES, MEASURES)]
    return odcs(feed, clauses, words.lang, __version__, tokens)


def fails_text(rule: Rule, words: Words) -> str:
    """Say when a rule fails, its limits as they are by default."""
    if words.lang == "en":
        return dict(sections(rule.doc)).get("fails", rule.title)
    none = words.text("cli.explain.none")
    limits = {name: shown_default(value) or none for name, value in rule.parameters.items()}
    return rule.fails_sv.format(**limits)
