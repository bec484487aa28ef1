"""Forms from the rulebook: online without a script, and on a tablet without a connection."""
