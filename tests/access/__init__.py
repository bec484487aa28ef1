"""A package, so that the world of its tests is undone when the last of them is over."""
