"""A process of its own in which hostile files are opened: bounded in time and memory, without secret or database.

No Django here: it starts in a fraction of a second.
"""
