"""What each provider with a contract was due to send, and what came. Source: catalogue CMP-03."""

from datetime import date
from typing import Any

import narwhals as nw

from dq.core.measure import measure
from dq.core.outcome import active_on

Frame = nw.LazyFrame[Any]


@measure(collected=True)
def deliveries(
    ref_provider: Frame,
    files: Frame,
    listings: Frame | None = None,
    staff_roll: Frame | None = None,
    claims: Frame | None = None,
    listings_previous: Frame | None = None,
    staff_roll_previous: Frame | None = None,
    claims_history: Frame | None = None,
    *,
    day: date,
) -> Frame:
    """Set what came beside what was due: one row per contracted provider and feed of the delivery.

    A feed is due if any file of it came. `rows`: the provider's rows; `rows_before`: its rows one period
    earlier, null without that feed; `refused`: its own files that were refused; `sent_at`: when its last
    claim was sent, null if not stated; `unchanged`: an own file has the bytes of one a period earlier. A
    contract without a start date holds.
    """
    holds = active_on(day, "contract_from", "contract_to") | nw.col("contract_from").is_null()
    providers = ref_provider.filter(holds.fill_null(value=False)).select("provider_id").unique()
    providers = providers.filter(~nw.col("provider_id").is_null())
    due = []
    if listings is not None:
        due.append(("listings", _counted(listings), listings_previous, "listings_previous"))
    if staff_roll is not None:
        due.append(("staff_roll", _counted(staff_roll), staff_roll_previous, "staff_roll_previous"))
    if claims is not None:
        due.append(("claims", _sent(claims), claims_history, "claims_history"))
    parts = [_due(providers, files, *each) for each in due]
    if not parts:
        nobody = providers.filter(nw.col("provider_id").is_null())
        return _due(nobody, files, "listings", _counted(files), None, "")
    return nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0]


def _counted(rows: Frame) -> Frame:
    counts = rows.group_by("provider_id").agg(nw.len().cast(nw.Int64).alias("rows"))
    return counts.with_columns(sent_at=nw.lit(None).cast(nw.Datetime("us")))


def _sent(rows: Frame) -> Frame:
    return rows.group_by("provider_id").agg(
        nw.len().cast(nw.Int64).alias("rows"), nw.col("submitted_at").max().alias("sent_at")
    )


def _due(providers: Frame, files: Frame, feed: str, came: Frame, before: Frame | None, earlier: str) -> Frame:
    own = files.filter(~nw.col("provider_id").is_null())
    refused = (
        own.filter((nw.col("feed") == feed) & (nw.col("status") == "refused"))
        .group_by("provider_id")
        .agg(nw.len().cast(nw.Int64).alias("refused"))
    )
    old = own.filter(nw.col("feed") == earlier).select("provider_id", "sha256").unique()
    same = (
        own.filter((nw.col("feed") == feed) & (nw.col("status") == "read"))
        .join(old, on=["provider_id", "sha256"], how="inner")
        .group_by("provider_id")
        .agg(nw.len().cast(nw.Int64).alias("same"))
    )
    rows = providers.with_columns(feed=nw.lit(feed)).join(came, on="provider_id", how="left")
    rows = rows.join(refused, on="provider_id", how="left").join(same, on="provider_id", how="left")
    if before is None:
        rows = rows.with_columns(rows_before=nw.lit(None).cast(nw.Int64))
    else:
        counts = before.group_by("provider_id").agg(nw.len().cast(nw.Int64).alias("rows_before"))
        rows = rows.join(counts, on="provider_id", how="left")
    return rows.select(
        "provider_id",
        "feed",
        "rows_before",
        "sent_at",
        rows=nw.col("rows").fill_null(0),
        refused=nw.col("refused").fill_null(0),
        unchanged=~nw.col("same").is_null(),
    )
