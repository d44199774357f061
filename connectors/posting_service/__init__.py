"""Posting services: software that posts by itself, read over docs/posting-service.yaml."""
