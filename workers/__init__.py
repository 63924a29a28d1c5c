"""Dramatiq actors, and the child processes that do their heavy work."""
