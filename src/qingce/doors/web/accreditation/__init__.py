"""Pages of audit agencies: the public list, their own page, their papers."""
