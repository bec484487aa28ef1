"""Pages of cleaner production: which government published its lists, by unit and year, and the survey behind it."""
