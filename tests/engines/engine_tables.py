"""Clean provider, doctor and region tables, worked out from one small made-up region.

Six clinics with three doctors each and one rural clinic with one doctor and 1 500 listed. Every doctor
works 0.8 net of 0.9; a named list is 700, the rural one 1 200.
"""

import polars as pl

KEYS = {"provider": ("provider_id",), "doctor": ("provider_id", "physician_id"), "region": ("county_code",)}
CLINICS = [f"SE99-{n:02d}" for n in range(1, 7)]
RURAL = "SE99-07"


def doctors() -> pl.DataFrame:
    rows = [
        _doctor(clinic, f"{clinic}-L{n}", 700, "st" if n == 3 else "specialist")
        for clinic in CLINICS
        for n in (1, 2, 3)
    ]
    rows.append(_doctor(RURAL, f"{RURAL}-L1", 1200, "specialist"))
    return pl.DataFrame(rows, schema_overrides={"st_days_left": pl.Int64})


def _doctor(clinic: str, physician: str, named: int, role: str) -> dict[str, object]:
    return {
        "provider_id": clinic,
        "physician_id": physician,
        "named": named,
        "role": role,
        "fte": 0.9,
        "net_fte": 0.8,
        "on_roll": 1,
        "at_provider": 1,
        "placeholder": 0,
        "st_days_left": 400 if role == "st" else None,
        "named_per_fte": named / 0.8,
    }


def providers() -> pl.DataFrame:
    rows = [_provider(clinic, 2800, 2100, 3) for clinic in CLINICS] + [_provider(RURAL, 1500, 1200, 1)]
    return pl.DataFrame(rows)


def _provider(clinic: str, listed: int, named: int, heads: int) -> dict[str, object]:
    net = 0.8 * heads
    capacity = 1100 * (0.8 * (heads - 1) + 0.4) if heads > 1 else 1100 * 0.8
    supported = named - 20
    return {
        "provider_id": clinic,
        "county_code": "99",
        "listed": listed,
        "named": named,
        "unnamed": listed - named,
        "named_share": named / listed,
        "doctors": heads,
        "top_share": 1 / heads,
        "hhi": 1 / heads,
        "roll_rows": heads,
        "roll_doctors": heads,
        "listable_doctors": heads,
        "net_fte": net,
        "named_per_fte": named / net,
        "capacity": capacity,
        "load": named / capacity,
        "ended_rows": 5,
        "duplicate_rows": 0,
        "claimed_listed": listed,
        "claimed_named": named,
        "claimed_share": named / listed,
        "claim_minus_file_listed": 0,
        "claim_minus_file_named": 0,
        "supported": supported,
        "supported_share": supported / listed,
    }


def regions(codes: tuple[str, ...] = ("99",)) -> pl.DataFrame:
    rows = [
        {
            "county_code": code,
            "region": f"Region {code}",
            "providers": 7,
            "listed": 18_300,
            "named_share": 13_800 / 18_300,
            "supported_share": 13_660 / 18_300,
            "perceived_share": 0.31,
            "doctors": 19,
        }
        for code in codes
    ]
    return pl.DataFrame(rows)


def clean() -> dict[str, pl.DataFrame]:
    return {"provider": providers(), "doctor": doctors(), "region": regions()}


def with_cell(frame: pl.DataFrame, column: str, value: object, row: int = 0) -> pl.DataFrame:
    """Put one value into one cell."""
    cells = frame[column].to_list()
    cells[row] = value
    dtype = frame.schema[column]
    return frame.with_columns(pl.Series(column, cells, dtype=dtype))
