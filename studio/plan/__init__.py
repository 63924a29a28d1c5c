"""Decides all that will be seen and heard, as data; no pixel is touched."""
