"""Full-text search for French news."""
