"""Can the figures be true at all?"""
