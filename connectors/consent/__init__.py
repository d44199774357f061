"""How a person gives jefail access to each platform: by its own page, or with a key."""
