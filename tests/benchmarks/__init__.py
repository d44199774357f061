"""Tests of what is measured; no time is asserted anywhere."""
