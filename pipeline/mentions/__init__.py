"""Documents in; dates, names and infobox items out, each with its exact span."""
