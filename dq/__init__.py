"""Data-quality checks and reconciliation for named-doctor (fast läkarkontakt) listings.

    import dq
    run = dq.check("delivery/", suite="demo", day=date(2026, 10, 31))
    run.providers      # one row per provider: proposal, amounts in öre, reasons

Importing `dq` is cheap; the engines load when `check` or `national_gap` is called.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dq.api import check, national_gap

__version__ = "0.1.0"
__all__ = ["__version__", "check", "national_gap"]


def __getattr__(name: str) -> Any:
    if name in ("check", "national_gap"):
        import dq.api

        return getattr(dq.api, name)
    msg = f"module 'dq' has no attribute {name!r}"
    raise AttributeError(msg)
