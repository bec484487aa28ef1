"""Bodies that arrive and files that leave, however slowly, without keeping a page waiting."""
