"""The loop over rules: feeds and measures in, outcomes and findings out."""

from dq.check.findings import as_frame, finding, findings_frame
from dq.check.loop import Judged, judge
from dq.check.outcomes import outcomes
from dq.check.sources import Sources

__all__ = ["Judged", "Sources", "as_frame", "finding", "findings_frame", "judge", "outcomes"]
