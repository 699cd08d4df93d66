"""Each doctor's whole list beside the time at work, once per provider where it stands."""

from typing import Any

import narwhals as nw


def doctor_lists(pairs: nw.LazyFrame[Any], panels: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Give each provider and doctor the doctor's list over all providers: `n`, `net` in thousandths, `st`.

    `heads` are the doctors who share the list. Placeholders are left out. A finding therefore stands at every
    provider that holds a part of the list.
    """
    whole = panels.select("list_id", "places", "st_only", "heads", n="named", net="net_fte_milli")
    return (
        pairs.filter(~nw.col("placeholder"))
        .select("provider_id", "physician_id", "list_id", "named")
        .join(whole, on="list_id", how="inner")
        .with_columns(affected=nw.col("named"), total=nw.col("n"), st=nw.col("st_only").fill_null(0) > 0)
    )
