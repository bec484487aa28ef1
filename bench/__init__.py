"""Measurements of speed, each beside a named peer in the same run on the same machine; nothing asserts a time."""
