"""A Merkle tree over a growing log, its proofs and its signed checkpoints; pure functions that verify offline."""
