"""On-site audits: the page of each party, that of the office, and what everybody may see."""
