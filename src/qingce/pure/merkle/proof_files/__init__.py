"""Checking what the ledger hands out, offline: proofs of entries, certificates, growth, checkpoints.

Whoever reads these few modules (and `checking`, `notes`, `checkpoints` beside them) has read all that a check rests
on. Nothing in a file is believed before it was checked: every file may come from somebody who wants to deceive.
"""
