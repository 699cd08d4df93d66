"""The command line: one file per command, which parses, calls the pipeline, prints and exits.

Nothing heavy is imported here or at the top of any module in this room, so that help comes at once.
"""

from dq.cli.app import main

__all__ = ["main"]
