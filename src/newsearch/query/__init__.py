"""What is typed (syntax, parser), what is run (queries), and the way from one to the other (rewrite)."""
