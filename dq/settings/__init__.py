"""Suites and places: which rules, which limits, which tariff, as data."""

from dq.settings.places import shipped, suite_names
from dq.settings.suite import Suite, load_suite

__all__ = ["Suite", "load_suite", "shipped", "suite_names"]
