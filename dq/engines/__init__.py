"""Validation engines: one adapter per engine, ordinary outcomes out. Heavy imports stay in the files."""
