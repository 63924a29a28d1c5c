"""Where a point lies."""
