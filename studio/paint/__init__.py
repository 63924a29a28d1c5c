"""Makes pixels of a plan."""
