"""Verifiable random selection: anyone with the same pool and the same published values draws the same names."""
