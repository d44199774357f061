"""How a person lets us in at each platform: by its own page, or with a key."""
