"""Reads every record of every record set of a Croissant file, as JSON."""

import json
import sys

import mlcroissant


def plain(value):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return None if value is None or value != value else str(value)


dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
found = {
    record_set.id: [
        {name.partition("/")[2]: plain(cell) for name, cell in record.items()}
        for record in dataset.records(record_set=record_set.id)
    ]
    for record_set in dataset.metadata.record_sets
}
issues = dataset.metadata.ctx.issues
json.dump(
    {"errors": sorted(issues.errors), "warnings": sorted(issues.warnings), "records": found}, sys.stdout
)
