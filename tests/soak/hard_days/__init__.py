"""Hours of bad days for the whole program: what is lost, doubled, untold, told twice, or a lie."""
