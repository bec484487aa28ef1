"""The notice board for everybody: what is made known, for how long, and what becomes of it."""
