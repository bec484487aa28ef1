"""Surveys of cleaner production in the office: design and draw, giving out, one's own list, what was searched."""
