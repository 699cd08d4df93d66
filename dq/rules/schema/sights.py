"""What SCH-07 and SCH-08 share: files, and what the reader saw in them."""

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from dq.core.notice import Sight
from dq.core.outcome import as_outcome

Frame = nw.LazyFrame[Any]


def by_sight(files: Frame, notices: Frame, sights: Iterable[Sight]) -> Frame:
    """Give one entity per file that was read, or per kind of `sights` in it, which then fails.

    `affected` adds up the columns of the file, `total` is its rows, `detail` the sight.
    """
    sight = nw.col("sight")
    seen = (
        notices.filter(sight.is_in([each.value for each in sights]))
        .group_by("source_file", "sight", "file_rows")
        .agg(nw.col("count").sum().alias("affected"))
    )
    return (
        files.filter(nw.col("status") == "read")
        .join(seen, on="source_file", how="left")
        .with_columns(fails=~sight.is_null(), detail=sight, total=nw.col("file_rows"))
        .pipe(as_outcome)
    )
