"""Names in, entities out: what each name names, which names name the same, what stays open."""
