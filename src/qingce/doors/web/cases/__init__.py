"""Cases: the enterprise's own pages, those of the office, and what everybody may see."""
