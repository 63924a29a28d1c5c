"""Made by `make api` from the schemas that the server publishes; see scripts/python_client.py."""
