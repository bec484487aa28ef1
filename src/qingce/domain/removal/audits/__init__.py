"""The third-party audit on site, watched by an NGO (IPE-2017 §2.2)."""
