"""Who sent what, and who did not: remarks that stand in for a rule on deliveries until the ledger has one."""

import polars as pl

from dq.loop import Judged, Sources


def unsent(judged: Judged, sources: Sources) -> list[str]:
    """Name providers whose part of the delivery is not there.

    `no_listings`: a claim, but not one listing row, so that nothing could be judged. `no_claim`: listings,
    but no claim for the day. `nothing_sent`: a contract that holds on the day, and neither.
    """
    if judged.supported is None:
        return []
    listed = set(sources.table("provider_rows")["provider_id"])
    claimed = set(sources.table("claimed")["provider_id"]) if "claims" in sources.feeds else None
    notes = [f"no_listings:{each}" for each in sorted((claimed or set()) - listed)]
    notes += [f"no_claim:{each}" for each in sorted(listed - claimed)] if claimed is not None else []
    return notes + [
        f"nothing_sent:{each}" for each in sorted(contracted(sources) - listed - (claimed or set()))
    ]


def contracted(sources: Sources) -> set[str]:
    """Providers whose contract holds on the day; empty without a register."""
    if "ref_provider" not in sources.feeds:
        return set()
    day = pl.lit(sources.day)
    open_end = pl.col("contract_to").is_null() | (pl.col("contract_to") > day)
    rows = sources.feeds["ref_provider"].filter((pl.col("contract_from") <= day) & open_end)
    return set(rows.select("provider_id").drop_nulls().collect()["provider_id"])
