"""State machines as tables that a person who does not program reads from top to bottom."""
