"""docs/posting-service.yaml served over jefail's queue: the reference server."""
