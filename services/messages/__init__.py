"""SMS and mail: what is sent, through whom, how often."""
