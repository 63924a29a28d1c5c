"""Accounts: who a guest is, how this is proved, and what is known of him."""
