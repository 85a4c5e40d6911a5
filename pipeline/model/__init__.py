"""The nouns of Attested: frozen dataclasses that every stage passes on, and nothing that computes."""
