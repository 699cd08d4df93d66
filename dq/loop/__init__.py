"""The loop over rules: feeds and measures in, outcomes and findings out."""

from dq.loop.findings import as_frame, finding, findings_frame
from dq.loop.outcomes import outcomes
from dq.loop.sources import Missing, Sources
from dq.loop.waves import Judged, judge

__all__ = ["Judged", "Missing", "Sources", "as_frame", "finding", "findings_frame", "judge", "outcomes"]
