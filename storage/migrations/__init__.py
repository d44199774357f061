"""The schema, revision by revision. A migration must work beside the previous release."""
