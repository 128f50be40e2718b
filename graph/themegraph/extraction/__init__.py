"""Reads companies, themes and links out of documents."""
