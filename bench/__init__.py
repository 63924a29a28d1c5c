"""Postcard measured against what it could at best be, and against others doing the same."""
