"""Everything public as data: what there is of it, what its columns mean, its rows piece by piece, its files (REC-9)."""
