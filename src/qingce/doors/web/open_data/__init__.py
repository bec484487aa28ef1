"""Pages about the public data: what there is of it, what each column means, and how programs ask for it."""
