"""photo: a guest's long pictures. What each endpoint does stands in handlers/works.py."""

from __future__ import annotations

from handlers.works import works_table

table = works_table("photo")
