"""Joins the rooms: read -> conform -> check -> reconcile -> decide -> report. Only this room knows the order.

Importing it is cheap, because the child process that opens untrusted files imports it too.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dq.pipeline.national import reconcile
    from dq.pipeline.region import check

__all__ = ["check", "reconcile"]


def __getattr__(name: str) -> Any:
    if name == "check":
        from dq.pipeline.region import check

        return check
    if name == "reconcile":
        from dq.pipeline.national import reconcile

        return reconcile
    msg = f"module 'dq.pipeline' has no attribute {name!r}"
    raise AttributeError(msg)
