"""Data-quality checks and reconciliation for named-doctor (fast läkarkontakt) listings.

    import dq
    run = dq.check("delivery/", suite="demo", day=date(2026, 10, 31))
    run.providers      # one row per provider: proposal, amounts in öre, reasons

Importing `dq` is cheap; the engines load when `check` or `reconcile` is called.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dq.api import check, reconcile

__version__ = "0.1.0"
__all__ = ["__version__", "check", "reconcile"]


def __getattr__(name: str) -> Any:
    if name in ("check", "reconcile"):
        import dq.api

        return getattr(dq.api, name)
    msg = f"module 'dq' has no attribute {name!r}"
    raise AttributeError(msg)
