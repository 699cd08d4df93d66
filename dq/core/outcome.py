"""What a rule hands back, and what the loop makes of it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw

from dq.core.codes import Reason, Status

# One row per examined entity, or per group of `examined` entities that end alike. `value` and `threshold`
# are for people; `affected` (rows or persons concerned) and `total` are exact. `detail` is a word of the
# catalogue (a feed, a sight), never text from a file.
OUTCOME: dict[str, Any] = {
    "provider_id": nw.String,
    "physician_id": nw.String,
    "row_id": nw.Int64,
    "source_file": nw.String,
    "value": nw.Float64,
    "threshold": nw.Float64,
    "affected": nw.Int64,
    "total": nw.Int64,
    "examined": nw.Int64,
    "covered_by": nw.String,
    "detail": nw.String,
    "fails": nw.Boolean,
}


def active_on(day: date, start: str = "valid_from", end: str = "valid_to") -> nw.Expr:
    """Say which rows hold on `day`: started, and not ended (half-open, null end = open)."""
    return (nw.col(start) <= nw.lit(day)) & (nw.col(end).is_null() | (nw.col(end) > nw.lit(day)))


def as_outcome(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Give a rule's frame the outcome columns, in order; those it did not make are null.

    Null in `fails` counts as a fault of the rule and becomes True, so that nothing passes unseen.
    """
    have = frame.collect_schema().names()
    columns = [
        (nw.col(name) if name in have else nw.lit(None)).cast(dtype).alias(name)
        for name, dtype in OUTCOME.items()
    ]
    return frame.select(*columns).with_columns(
        fails=nw.col("fails").fill_null(value=True), examined=nw.col("examined").fill_null(1)
    )


@dataclass(frozen=True)
class Outcome:
    """How one rule ended in one run.

    `examined` and `failing` count entities of the rule's unit. `not_judged` counts entities that stood
    aside (providers without a staff roll). `rows_read` = `rows_in_scope` + the sum of `out_of_scope`.
    """

    rule_id: str
    status: Status
    reason: Reason | None = None
    detail: str = ""
    required: bool = True
    examined: int = 0
    failing: int = 0
    covered: int = 0
    not_judged: int = 0
    affected: int = 0
    rows_read: int = 0
    rows_in_scope: int = 0
    out_of_scope: dict[str, int] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """True if the run may not end as judged: a fault, or a required check without a judgement."""
        if self.status is Status.ERROR:
            return True
        return self.status is Status.NOT_JUDGED and self.required and self.reason is not Reason.NONE_IN_SCOPE


def finding_id(rule_id: str, provider_id: str, physician_id: str, nature: str) -> str:
    """Name a finding so that it keeps its name across months: SHA-256 of rule, entity and nature.

    No period and no person goes in. Shown as 64 hexadecimal digits; the first 8 are enough to speak of it.
    """
    text = "\x1f".join((rule_id, provider_id, physician_id, nature))
    return hashlib.sha256(text.encode()).hexdigest()
