"""A real Tryton server for the demo and the tests: books to post to, and what their keeper can do.

trytond runs as a program of its own, on a PostgreSQL that is named to it.
"""
