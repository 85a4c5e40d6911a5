"""Sources in, Documents out: every line accounted for, every offset exact."""
