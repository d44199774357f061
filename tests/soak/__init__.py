"""Thousands of files that are broken or made to hurt; a few hundred of them in `make test`."""
