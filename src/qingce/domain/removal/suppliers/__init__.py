"""Suppliers of an audited enterprise, asked to explain their own records (IPE-2017 §2.2.4 (1); REM-11)."""
