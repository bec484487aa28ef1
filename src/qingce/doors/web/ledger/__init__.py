"""The public ledger: its published files, and its pages."""
