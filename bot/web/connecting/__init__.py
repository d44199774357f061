"""The pages on which a person connects a book: few, plain, without scripts."""
