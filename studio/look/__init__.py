"""Looks at what was sent: bytes become pictures, and pictures become what is known of a trip."""
