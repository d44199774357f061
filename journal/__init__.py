"""The rules of the desk, in an accountant's words. Standard library only."""
