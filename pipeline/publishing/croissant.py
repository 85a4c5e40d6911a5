"""The description of a package in, its `croissant.json` out: Croissant 1.0 with terms of schema.org
(https://docs.mlcommons.org/croissant/docs/croissant-spec.html).

Foreign keys are left to the Data Package: mlcroissant 1.1 takes `references` for joins that it then carries
out at every reading, and fails on tables that refer to themselves. It also lets pandas guess the types of CSV
columns: a column of years, some of them missing, comes as 1881.0, so that only the CSV itself is the truth.
"""

from __future__ import annotations

from typing import Any

from pipeline.publishing.citation_file import format_package_citation
from pipeline.publishing.metadata import ColumnMetadata, PackageMetadata, SourceMetadata, TableMetadata

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""As the specification gives it."""
TYPES = {"string": "sc:Text", "integer": "sc:Integer", "boolean": "sc:Boolean", "date": "sc:Date"}


def describe_for_croissant(metadata: PackageMetadata) -> dict[str, Any]:
    """Return what `croissant.json` holds; without version and date where the package was not published."""
    released = {
        "version": metadata.version,
        "datePublished": metadata.created.isoformat() if metadata.created else None,
    }
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": metadata.name,
        "alternateName": metadata.title,
        "description": metadata.description,
        **{name: value for name, value in released.items() if value},
        "license": [licence.url or licence.title for licence in metadata.licences],
        "creator": [{"@type": "sc:Organization", "name": author} for author in metadata.authors],
        "keywords": list(metadata.keywords),
        "citeAs": format_package_citation(metadata),
        "isBasedOn": [_describe_source(source) for source in metadata.sources],
        # Wherever the package lies: it does not know.
        "url": "./",
        "distribution": [_describe_file(table) for table in metadata.tables],
        "recordSet": [_describe_table(table) for table in metadata.tables],
    }


def _describe_source(source: SourceMetadata) -> dict[str, Any]:
    found = {
        "@type": "sc:CreativeWork",
        "name": source.title,
        "url": source.url,
        "license": source.licence,
        "creditText": source.attribution,
    }
    return found | ({"version": source.revision} if source.revision else {})


def _describe_file(table: TableMetadata) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": table.path,
        "name": table.path.rpartition("/")[2],
        "description": table.description,
        "contentUrl": table.path,
        "contentSize": f"{table.bytes} B",
        "encodingFormat": "text/csv",
        "sha256": table.sha256,
    }


def _describe_table(table: TableMetadata) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.primary_key],
        "field": [_describe_column(table, column) for column in table.columns],
    }


def _describe_column(table: TableMetadata, column: ColumnMetadata) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": TYPES[column.type],
        "source": {"fileObject": {"@id": table.path}, "extract": {"column": column.name}},
    }
