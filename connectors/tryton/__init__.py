"""Tryton, by the REST interface of its server."""
