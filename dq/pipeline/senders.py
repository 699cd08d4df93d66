"""Who sent what, and who did not: what the ledger says of providers, and remarks where no register tells."""

import polars as pl

from dq.loop import Judged, Missing, Sources


def due(sources: Sources) -> pl.DataFrame:
    """Give the measure `deliveries`, sorted; empty without a contract register."""
    try:
        return sources.table("deliveries").sort("provider_id", "feed")
    except Missing:
        return pl.DataFrame()


def unsent(judged: Judged, sources: Sources) -> list[str]:
    """Name providers whose part of the delivery is not there.

    `no_listings`: a claim, but not one listing row, so that nothing could be judged. `no_claim`: listings,
    but no claim for the day; CMP-03 says so where the contract register names the provider.
    """
    if judged.supported is None:
        return []
    listed = set(sources.table("provider_rows")["provider_id"])
    claimed = set(sources.table("claimed")["provider_id"]) if "claims" in sources.feeds else None
    told = due(sources)
    registered = set(told["provider_id"]) if told.height else set()
    notes = [f"no_listings:{each}" for each in sorted((claimed or set()) - listed)]
    if claimed is not None:
        notes += [f"no_claim:{each}" for each in sorted(listed - claimed - registered)]
    return notes
