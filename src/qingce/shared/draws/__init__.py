"""Draws that anybody can hold again: the pool is frozen before the random value is known."""
