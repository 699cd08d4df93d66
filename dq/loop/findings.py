"""From failing entities to findings: counts, words, and the first source rows of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Protocol

import narwhals as nw
import polars as pl

from dq.core.codes import Disposition, Severity, Unit
from dq.core.outcome import finding_id
from dq.core.rule import Chosen, Rule
from dq.feeds import FEEDS, REPEATS
from dq.loop.entities import EntityResult
from dq.loop.rows import SHOWN_ROWS, RowResult
from dq.loop.sources import Sources
from dq.loop.waves import Judged
from dq.words import Words

FINDING: dict[str, pl.DataType | type[pl.DataType]] = {
    "finding_id": pl.String,
    "rule_id": pl.String,
    "severity": pl.String,
    "disposition": pl.String,
    "provider_id": pl.String,
    "physician_id": pl.String,
    "value": pl.Float64,
    "threshold": pl.Float64,
    "affected": pl.Int64,
    "total": pl.Int64,
    "covered_by": pl.String,
    "amount_ore": pl.Int64,
    "message_sv": pl.String,
    "message_en": pl.String,
    "source_rows": pl.List(pl.Struct({"file": pl.String, "row": pl.Int64})),
    "evidence": pl.String,
}
BY_PROVIDER = (Unit.ROW, Unit.PERSON)


class Speaks(Protocol):
    """What a finding needs to know of the rule or expectation behind it."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def severity(self) -> Severity: ...  # noqa: D102
    @property
    def disposition(self) -> Disposition: ...  # noqa: D102
    @property
    def unit(self) -> Unit: ...  # noqa: D102
    @property
    def sv(self) -> str: ...  # noqa: D102
    @property
    def en(self) -> str: ...  # noqa: D102


def finding(
    words: Speaks, row: dict[str, Any], rows: list[dict[str, Any]], evidence: str, nature: str = ""
) -> dict[str, Any]:
    """Make one finding of one failing entity. `rows` are its source rows, at most 20 are kept.

    Rule, entity and `nature` (the feed in `evidence` unless given) name it across months, so no file name.
    """
    values = {name: _whole(row.get(name)) for name in ("affected", "total", "value", "threshold")}
    sv, en = ({**values, "detail": _spoken(row.get("detail"), lang)} for lang in ("sv", "en"))
    provider, physician = row.get("provider_id") or "", row.get("physician_id") or ""
    covered = row.get("covered_by")
    disposition = Disposition.INFORM if covered else _led_to(words.disposition, evidence)
    return {
        "finding_id": finding_id(words.id, provider, physician, nature or evidence),
        "rule_id": words.id,
        "severity": words.severity.value,
        "disposition": disposition.value,
        "provider_id": provider,
        "physician_id": physician,
        **{name: row.get(name) for name in ("value", "threshold", "affected", "total")},
        "covered_by": covered,
        "amount_ore": 0,
        "message_sv": Words("sv").fill(words.sv, **sv),
        "message_en": Words("en").fill(words.en, **en),
        "source_rows": rows[:SHOWN_ROWS],
        "evidence": evidence,
    }


def _spoken(detail: str | None, lang: str) -> str:
    """Say a word of the catalogue: the name of a feed, or what was seen in a file."""
    if not detail:
        return ""
    feed = FEEDS.get(detail)
    if feed is None:
        return Words(lang).text(f"notices.{detail}")
    return feed.title_sv if lang == "sv" else detail.replace("_", " ")


def _led_to(disposition: Disposition, evidence: str) -> Disposition:
    """Say what a finding leads to: a file that others sent may hold a provider's money, not reject it."""
    others_file = evidence not in ("listings", "claims", "")
    return Disposition.HOLD if disposition is Disposition.REJECT and others_file else disposition


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return ".." if value is None else value


def findings_frame(judged: Judged, sources: Sources) -> pl.DataFrame:
    """Give all findings, one row each, sorted by rule, provider and physician."""
    made: list[dict[str, Any]] = []
    by_id = {chosen.rule.id: chosen for chosen in judged.chosen}
    for result in judged.rows:
        made += list(_row_findings(by_id[result.rule_id], result))
    for each in judged.entities:
        if each.rows.height:
            made += list(_entity_findings(by_id[each.rule_id], each, sources))
    return as_frame(made)


def as_frame(made: list[dict[str, Any]]) -> pl.DataFrame:
    """Give findings their columns and their order."""
    return pl.DataFrame(made, schema=FINDING).sort("rule_id", "provider_id", "physician_id", "finding_id")


def _row_findings(chosen: Chosen, result: RowResult) -> Iterable[dict[str, Any]]:
    rule, most = _milder(chosen.rule, result.feed), _rejecting(chosen, result)
    for row in result.per_provider.filter(pl.col("failing") > 0).iter_rows(named=True):
        shown = result.shown.filter(pl.col("provider_id").eq_missing(row["provider_id"]))
        words = {"provider_id": row["provider_id"], "affected": row["failing"], "total": row["examined"]}
        above = most is not None and row["failing"] > most * row["examined"]
        led = replace(rule, disposition=Disposition.REJECT) if above else rule
        yield finding(led, words, _references(shown), result.feed)


def _rejecting(chosen: Chosen, result: RowResult) -> Fraction | None:
    """Return the share above which a provider is rejected: only if all listing rows together are above it."""
    if not chosen.rule.reject_above or result.feed != "listings":
        return None
    most = Fraction(str(chosen.parameters[chosen.rule.reject_above]))
    failing, examined = (int(result.per_provider[name].sum()) for name in ("failing", "examined"))
    return most if failing > most * examined else None


def _milder(rule: Rule, feed: str) -> Rule:
    """Let what is wrong in a file of another period inform only: no payment rests on it."""
    return replace(rule, disposition=Disposition.INFORM) if feed in REPEATS else rule


def _entity_findings(chosen: Chosen, result: EntityResult, sources: Sources) -> Iterable[dict[str, Any]]:
    rule, rows = chosen.rule, result.rows
    failing = rows.filter(pl.col("fails"))
    if failing.is_empty():
        return
    examples = _examples(chosen, failing, sources)
    if rule.unit in BY_PROVIDER:
        seen = rows.group_by("provider_id").agg(total=pl.col("examined").sum())
        failing = (
            failing.group_by("provider_id")
            .agg(affected=pl.col("affected").sum(), value=pl.col("examined").sum().cast(pl.Float64))
            .join(seen, on="provider_id")
            .sort("provider_id")
        )
    natures = _natures(rule, failing, sources)
    for row, nature in zip(failing.iter_rows(named=True), natures, strict=True):
        key = (row["provider_id"], row.get("physician_id"))
        shown = examples.get(key) or examples.get((row["provider_id"], None)) or []
        shown = _noticed(row, sources) if rule.evidence == "notices" else shown
        yield finding(rule, row, shown, rule.evidence, nature)


def _noticed(row: dict[str, Any], sources: Sources) -> list[dict[str, Any]]:
    """Give the rows on which the reader saw something in a file."""
    same = (pl.col("source_file") == row["source_file"]) & (pl.col("sight") == row["detail"])
    seen = sources.feeds["notices"].filter(same).select("rows").collect()["rows"]
    places = sorted({at for rows in seen for at in rows})
    return [{"file": row["source_file"], "row": at} for at in places[:SHOWN_ROWS]]


def _natures(rule: Rule, failing: pl.DataFrame, sources: Sources) -> list[str]:
    """Tell the findings of one entity apart: by the detail they speak of, by file, else not at all."""
    files = _file_natures(failing, sources) if rule.unit is Unit.FILE else [rule.evidence] * failing.height
    details = failing["detail"] if "detail" in failing.columns else [None] * failing.height
    return [f"{file} {detail}" if detail else file for file, detail in zip(files, details, strict=True)]


def _file_natures(failing: pl.DataFrame, sources: Sources) -> list[str]:
    """Give each failing file, in order of names, its feed; the second of a provider and feed is numbered."""
    feeds = dict(sources.feeds["files"].select("source_file", "feed").collect().iter_rows())
    seen: Counter[tuple[str | None, str]] = Counter()
    names: dict[str, str] = {}
    for provider, file in failing.select("provider_id", "source_file").iter_rows():
        feed = feeds.get(file) or "file"
        if file not in names:
            seen[provider, feed] += 1
            names[file] = feed if seen[provider, feed] == 1 else f"{feed} {seen[provider, feed]}"
    return list(map(names.__getitem__, failing["source_file"]))


def _examples(
    chosen: Chosen, failing: pl.DataFrame, sources: Sources
) -> dict[tuple[str, str | None], list[dict[str, Any]]]:
    """Find the first source rows behind failing entities, by provider and physician."""
    rule = chosen.rule
    if rule.evidence == "claims":
        rows = sources.table("claimed").select("provider_id", "source_file", "source_row")
        return {(row["provider_id"], None): _references(pl.DataFrame([row])) for row in rows.to_dicts()}
    if rule.evidence != "listings":
        return {}
    if failing["row_id"].null_count() < failing.height:
        return _of_rows(failing, sources)
    return _of_doctors(rule.unit is Unit.PROVIDER, failing, sources)


def _of_rows(failing: pl.DataFrame, sources: Sources) -> dict[tuple[str, str | None], list[dict[str, Any]]]:
    first = failing.sort("row_id").group_by("provider_id", maintain_order=True).head(SHOWN_ROWS)
    where = _located(first["row_id"], sources).join(first.select("row_id", "provider_id"), on="row_id")
    return {
        (str(key[0]), None): _references(part.sort("row_id")) for key, part in where.group_by("provider_id")
    }


def _of_doctors(
    whole: bool, failing: pl.DataFrame, sources: Sources
) -> dict[tuple[str, str | None], list[dict[str, Any]]]:
    keys = ["provider_id"] if whole else ["provider_id", "physician_id"]
    wanted = failing.select(keys).unique()
    active = nw.to_native(sources.get("active"))
    first = (
        active.filter(pl.col("is_named"))
        .join(wanted.lazy(), on=keys, how="semi")
        .group_by(keys)
        .agg(pl.struct("row_id", "source_file", "source_row").bottom_k_by("row_id", SHOWN_ROWS).alias("rows"))
        .collect(engine="streaming")
    )
    return {
        (row["provider_id"], row.get("physician_id")): [
            {"file": each["source_file"], "row": each["source_row"]}
            for each in sorted(row["rows"], key=lambda r: r["row_id"])
        ]
        for row in first.to_dicts()
    }


def _located(row_ids: pl.Series, sources: Sources) -> pl.DataFrame:
    where = sources.feeds["listings"].select("row_id", "source_file", "source_row")
    return where.filter(pl.col("row_id").is_in(row_ids.unique().sort().implode())).collect(engine="streaming")


def _references(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {"file": row["source_file"], "row": row["source_row"]} for row in rows.head(SHOWN_ROWS).to_dicts()
    ]
