"""A sender's trial reading as plain data. It has no verdict's schema, so that nobody can take it for one."""

from dataclasses import asdict
from typing import Any

from dq.core.ledger import KINDS, FileRead
from dq.core.precheck import FileTried, Precheck
from dq.words import LANGUAGES, Words

SCHEMA = "dq-precheck"


def precheck_json(tried: Precheck) -> dict[str, Any]:
    """Turn a trial reading into lists, texts and whole numbers, in a fixed order."""
    return {
        "schema": SCHEMA,
        "schema_version": 0,
        "day": tried.day.isoformat(),
        "code": int(tried.code),
        "not_given": tried.not_given,
        "files": [_file(each) for each in tried.files],
    }


def _file(tried: FileTried) -> dict[str, Any]:
    read = tried.read
    columns = {"found": read.mapping, "absent": list(tried.absent), "unknown": list(read.unmapped)}
    return {
        **{name: getattr(read, name) for name in ("name", "status", "feed", "form", "sha256", "size")},
        "lines": {"all": read.lines} | {kind: getattr(read, kind) for kind in KINDS},
        "stated_rows": read.stated_rows,
        "providers": tried.providers,
        "columns": columns,
        "decisions": list(read.decisions),
        "notices": [asdict(each) | {"rows": list(each.rows)} for each in read.notices],
        "cells": [asdict(each) | {"rows": list(each.rows)} for each in tried.cells],
        "rules": [asdict(each) | {"rows": list(each.rows)} for each in tried.rules],
        "totals": tried.totals,
        **_error(read),
    }


def _error(read: FileRead) -> dict[str, str]:
    texts = {lang: Words(lang) for lang in LANGUAGES}
    return {
        f"error_{lang}": words.text(f"errors.{read.error}", **read.values) if read.error else ""
        for lang, words in texts.items()
    }
