"""Serial numbers of a spreadsheet's date cells to ISO text, in both systems of counting days.

The 1900 system counts a 29 February 1900 that never was, as day 60: it comes out as written, and is no
date to anybody who reads it. Times are rounded to whole milliseconds, as serial numbers carry noise beyond.
"""

import polars as pl

_DAY_MS = 86_400_000
_FALSE_LEAP_DAY = 60
_DAYS = {False: (1, 2_958_465), True: (0, 2_957_003)}  # first and last day that has a date, per system
_ZERO = {False: (1899, 12, 30), True: (1904, 1, 1)}


def serial_texts(values: pl.Series, *, time_only: pl.Series, since_1904: bool) -> pl.Series:
    """Write each serial number as `yyyy-mm-dd`, with ` hh:mm:ss` and milliseconds where there are any.

    Under one day it is `hh:mm:ss` where the cell shows a `time_only`. Null where no date stands for it.
    """
    first, last = _DAYS[since_1904]
    days, rest = pl.col("ms") // _DAY_MS, pl.col("ms") % _DAY_MS
    before_leap = (days < _FALSE_LEAP_DAY) & pl.lit(not since_1904)
    day = pl.date(*_ZERO[since_1904]) + pl.duration(days=days + before_leap.cast(pl.Int64))
    shown = day.dt.to_string("%Y-%m-%d")
    if not since_1904:
        shown = pl.when(days == _FALSE_LEAP_DAY).then(pl.lit("1900-02-29")).otherwise(shown)
    dated = pl.when(rest == 0).then(shown).otherwise(shown + " " + _clock(rest))
    bounded = values.is_between(-1, last + 1)
    frame = pl.DataFrame({"ms": values.set(~bounded, -1.0) * _DAY_MS, "time_only": time_only}).with_columns(
        pl.col("ms").round().cast(pl.Int64)
    )
    timed = pl.col("time_only") & (days == 0)
    text = pl.when(timed).then(_clock(rest)).when(days.is_between(first, last)).then(dated)
    return frame.select(text=text)["text"]


def elapsed_texts(values: pl.Series) -> pl.Series:
    """Write serial numbers that stand for a length of time as hours, minutes and seconds: `36:00:00`."""
    ms = pl.col("ms")
    hours = (ms // 3_600_000).cast(pl.String).str.zfill(2)
    frame = pl.DataFrame({"ms": (values * _DAY_MS).round()})
    inside = ms.is_between(0, _DAY_MS * 100_000)
    whole = frame.with_columns(pl.when(inside).then(ms).cast(pl.Int64))
    return whole.select(text=hours + _clock(ms % 3_600_000).str.slice(2))["text"]


def _clock(ms: pl.Expr) -> pl.Expr:
    text = pl.duration(milliseconds=ms) + pl.datetime(2000, 1, 1)
    return text.dt.to_string("%H:%M:%S%.3f").str.strip_suffix(".000")
