"""Words as data: one TOML file a subject and language, and the functions that load them."""
