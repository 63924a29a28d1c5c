"""The long picture: a title, frames of one to four photos, a poem, a place, under one another."""
