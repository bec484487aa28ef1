"""How often one address came within an hour, without keeping the address."""
