"""A suite for small deliveries written by hand: the region's, 100 kr per named person, no expectations."""

SUITE = """
name = "own"
extends = "region"
title_sv = "Egen"
title_en = "Own"
expectations = []
[region]
code = "99"
name = "Exempel"
synthetic = true
[[tariffs]]
kind = "linear"
rate_ore_per_named = 10000
[rules]
SCH-06 = { counties = ["99"] }
CMP-04 = { required = false }
"""
