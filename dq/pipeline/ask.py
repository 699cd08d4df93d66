"""Ask the child for a file, with what is said about it, until it is clear which of it holds."""

from typing import Any

from dq.core.table import Declared
from dq.pipeline.child_process import ChildProcess

FROM_MANIFEST_ONLY = ("rows", "snapshot_date", "sender")


def for_child(declared: Declared) -> dict[str, Any]:
    """Return what the child needs of what is said."""
    return {name: value for name, value in vars(declared).items() if name not in FROM_MANIFEST_ONLY}


def ask(child: ChildProcess, order: dict[str, Any], by_feed: tuple[Declared, ...]) -> dict[str, Any]:
    """Ask the child; where the sender has tables of feeds and nobody said which, its headers say so.

    A file that is read is asked for once more with the table of its feed. One that is refused is tried with
    each table, and taken if it can be read with one of them only.
    """
    answer = child.ask(order)
    if answer["status"] == "opened":
        return answer
    likely = [each for each in by_feed if each.feed == answer.get("feed")]
    if answer["status"] == "read":
        orders = [order | {"declared": for_child(each)} for each in likely]
        return child.ask(orders[0]) if orders else answer
    orders = [order | {"declared": for_child(each)} for each in by_feed]
    fitting = [each for each in orders if child.ask(each)["status"] == "read"]
    return child.ask(fitting[0]) if len(fitting) == 1 else answer
