"""Agencies accredited to audit on site, and their auditors (IPE-2017 §2.2.4; REM-6)."""
