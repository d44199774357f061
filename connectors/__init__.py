"""The outside that holds books: calls to accounting platforms, and their words turned into ours."""
