"""The first screen: badge, heading, sentence, how the claim is split, and the four figures."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from dq.core.codes import Reason
from dq.core.ledger import FileRead
from dq.core.run import Totals
from dq.report.case import Case
from dq.report.charts.splitbar import split_bar
from dq.report.page import Badge, Figure
from dq.report.view_figures import key_figures
from dq.words import Words

MOST_NAMES = 10


@dataclass(frozen=True)
class Part:
    """One line beside the split bar."""

    icon: str
    label: str
    base: str
    amount: str


@dataclass(frozen=True)
class Split:
    """How the claim is proposed to be split. The four parts add to the claim."""

    heading: str
    bar: Markup
    parts: tuple[Part, ...]
    rounding: str


@dataclass(frozen=True)
class Refusal:
    """A file that was refused and why, in words; or a check, by id and name, that stopped the run."""

    what: str
    name: str
    why: str


@dataclass(frozen=True)
class Summary:
    """Everything above the first table. `split` is None without money data or proposal."""

    state: str
    badge: Badge
    heading: str
    sentence: Markup
    muted: tuple[str, ...]
    unseen: str
    refusals: tuple[Refusal, ...]
    split: Split | None
    no_money: str
    figures: tuple[Figure, ...]


def summary(case: Case) -> Summary:
    """Build the first screen from a run."""
    state = state_of(case)
    split = _split(case, case.run.totals) if case.run.totals and state != "refused" else None
    return Summary(
        state=state,
        badge=_badge(case, state),
        heading=_heading(case, state),
        sentence=_sentence(case, state),
        muted=_muted(case, state),
        unseen=case.text("muted.unseen_link") if state in ("clear", "skipped") else "",
        refusals=_refusals(case, state),
        split=split,
        no_money="" if case.run.totals or state == "refused" else case.text("money.missing"),
        figures=key_figures(case),
    )


def state_of(case: Case) -> str:
    """Name the state of the page: refused, incomplete, findings, skipped or clear."""
    came, expected = case.received
    if not case.run.proposal:
        return "refused"
    if came < expected:
        return "incomplete"
    if case.handled:
        return "findings"
    return "skipped" if case.skipped else "clear"


def _badge(case: Case, state: str) -> Badge:
    tone, icon = {
        "refused": ("stop", "reject"),
        "incomplete": ("rev", "adjust"),
        "findings": ("rev", "adjust"),
        "skipped": ("miss", "inform"),
        "clear": ("ok", "pay"),
    }[state]
    if state == "findings":
        return Badge(tone, icon, case.plural("badge.findings", len(case.handled)))
    if state == "skipped":
        return Badge(tone, icon, case.plural("badge.skipped", len(case.skipped), m=len(case.checks)))
    return Badge(tone, icon, case.text(f"badge.{state}"))


def _heading(case: Case, state: str) -> str:
    totals = case.run.totals
    if state == "refused":
        return case.text("heading.refused")
    if state == "incomplete":
        came, expected = case.received
        return case.plural("heading.incomplete", expected, came=came)
    if totals is None:
        return case.plural("heading.no_money", len(case.handled))
    if state in ("clear", "skipped"):
        return case.plural("heading.clear", len(case.clinics), claim=case.amount(totals.claimed_ore))
    return case.text(
        "heading.findings", now=case.amount(totals.pay_now_ore), claim=case.amount(totals.claimed_ore)
    )


def _sentence(case: Case, state: str) -> Markup:
    """Counts per proposal in bold and the day to decide by; in an incomplete run the amounts come first."""
    if state == "refused":
        return escape(case.text("sentence.refused", code=int(case.run.code)))
    parts = []
    if state == "incomplete" and case.run.totals:
        came, _ = case.received
        parts += [escape(_heading(case, "findings") + "."), case.bold("sentence.sums", came)]
    rest = len(case.clinics) - len(case.handled)
    if rest:
        parts.append(case.bold("sentence.pay" if case.run.totals else "sentence.pay_no_money", rest))
    asked = [case.bold(f"sentence.{key}", n) for key, n in case.counts.items() if n]
    if asked:
        parts.append(_listing(case, asked) + ".")
    parts.append(escape(case.text("sentence.decide", date=case.run.decide_by.isoformat())))
    return Markup(" ").join(parts)


def _listing(case: Case, clauses: list[Markup]) -> Markup:
    if len(clauses) == 1:
        return clauses[0]
    return Markup(", ").join(clauses[:-1]) + f" {case.text('sentence.and')} " + clauses[-1]


def _muted(case: Case, state: str) -> tuple[str, ...]:
    """Files received, checks run and skipped with the reason; never hidden."""
    skipped, empty = case.skipped, case.nothing_to_try
    run = len(case.checks) - len(skipped) - len(empty)
    parts = [_files(case), case.plural("muted.run", run)]
    if skipped:
        why = ", ".join(dict.fromkeys(reason(case, row) for row in skipped[:MOST_NAMES]))
        parts.append(case.plural("muted.skipped", len(skipped), why=why))
    if empty:
        parts.append(case.plural("muted.empty", len(empty)))
    parts.append(case.text("muted.clear" if state in ("clear", "skipped") else "muted.fair"))
    lines = [" ".join(parts)]
    if case.absent:
        lines.append(case.text("muted.absent", names=_some(case, case.absent)))
    lines += [note(case, key) for key in case.run.notes]
    return tuple(lines)


def _files(case: Case) -> str:
    came, expected = case.received
    if expected:
        return case.plural("muted.files", expected, came=came)
    files = [file.status for file in case.run.files if file.status != "opened"]  # an archive's files count
    return case.plural("muted.read", len(files), came=files.count("read"))


def reason(case: Case, row: dict[str, object]) -> str:
    """Say in words why a check was not judged: the missing feed or limit is named."""
    key = "error" if row["status"] == "error" else str(row["reason"] or "unknown")
    detail = str(row["detail"] or "")
    if row["reason"] == Reason.FEED_MISSING and detail:
        names = [case.feed(part.strip()) for part in detail.replace(";", ",").split(",")]
        return case.text("reason.feed_named", feed=", ".join(names))
    if row["reason"] in (Reason.LIMIT_MISSING, Reason.COLUMN_MISSING) and detail:
        return case.text(f"reason.{key}_named", name=detail)
    return case.text(f"reason.{key}")


def note(case: Case, key: str) -> str:
    """Say a run-level remark (`key` or `key:detail`) in words."""
    name, _, detail = key.partition(":")
    clinics = dict(case.run.providers.select("provider_id", "provider_name").iter_rows())
    shown = clinics.get(detail) or detail
    return case.words.text(f"notes.{name}", detail=shown)


def _refusals(case: Case, state: str) -> tuple[Refusal, ...]:
    """Refused files with what was wrong and what to do, and required checks that stopped the run."""
    refused = [file for file in case.run.files if file.status == "refused"]
    files = [Refusal(file.name, "", why_refused(case.words, file)) for file in refused]
    if state != "refused":
        return tuple(files)
    stopped = [row for row in case.skipped if row["required"] or row["status"] == "error"]
    return (
        *files,
        *(Refusal(row["rule_id"], case.name(row["rule_id"]), reason(case, row)) for row in stopped),
    )


def why_refused(words: Words, file: FileRead) -> str:
    """Return the text of a refused file's error; a key without text says only that it was refused."""
    try:
        return words.text(f"errors.{file.error}", **file.values)
    except KeyError:
        return words.text("report.refused.unknown", what=file.error or "refused")


def _split(case: Case, totals: Totals) -> Split:
    amounts = {
        "pay": totals.pay_now_ore,
        "hold": totals.hold_ore,
        "adjust": totals.adjust_ore,
        "reject": totals.reject_ore,
    }
    counts = {
        key: sum((row[f"{key}_ore"] or 0) > 0 for row in case.clinics) for key in ("hold", "adjust", "reject")
    }
    parts = tuple(
        Part(
            icon=key,
            label=case.text(f"split.{key}"),
            base=case.plural("split.files" if key == "reject" else "split.clinics", counts[key])
            if counts.get(key)
            else "",
            amount=case.amount(ore),
        )
        for key, ore in amounts.items()
    )
    unit = 1_000_000 if case.amount(0) == case.numbers.millions(0) else 100
    adds = sum(rounded(ore, unit) for ore in amounts.values()) == rounded(totals.claimed_ore, unit)
    return Split(
        heading=case.text("split.heading", claim=case.amount(totals.claimed_ore)),
        bar=split_bar(list(amounts.items()), title=case.text("split.label")),
        parts=parts,
        rounding="" if adds else case.text("rounding"),
    )


def rounded(ore: int, unit: int) -> int:
    """Round half up to whole units of `unit` öre, as the figures are written."""
    return (2 * ore + unit) // (2 * unit)


def _some(case: Case, names: list[str]) -> str:
    rest = len(names) - MOST_NAMES
    shown = ", ".join(names[:MOST_NAMES])
    return shown if rest <= 0 else shown + " " + case.plural("muted.more", rest)
