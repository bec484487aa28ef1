"""Trends and map: what records are there, by year, region, type, industry and issuing body (REC-8)."""
