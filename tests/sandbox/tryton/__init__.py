"""The real Tryton of the demo, and its panel."""
