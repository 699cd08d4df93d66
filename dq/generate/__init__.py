"""Synthetic regions with planted, labelled faults: `region`, `write_delivery`, `write_labels`.

Every person, doctor and clinic is invented. The only source of chance is the seed in the call.
"""

from dq.generate.files import write_delivery
from dq.generate.labels import write_labels
from dq.generate.world import World, region

__all__ = ["World", "region", "write_delivery", "write_labels"]
