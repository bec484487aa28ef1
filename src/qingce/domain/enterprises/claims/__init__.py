"""Claims: an organisation says that an enterprise is its own, shows it, and the staff decide (ACC-2)."""
