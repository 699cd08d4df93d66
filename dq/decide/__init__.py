"""From findings to one proposal per provider, in öre. Source: domain.md 5, readings.md Money."""

from dq.decide.amounts import Counts, Split, split
from dq.decide.providers import decide, totals
from dq.decide.stakes import with_stakes

__all__ = ["Counts", "Split", "decide", "split", "totals", "with_stakes"]
