"""What records are decided on, kept as columns in files, so that a table runs over millions of them at once."""
