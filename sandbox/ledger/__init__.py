"""What the imitations of accounting platforms have in common."""
