"""Fixtures that several tests share: a small package, written by hand, of an invented article; the package
that a build makes of the sources in `raw/`; and an S3 server."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

# Machines that are busy with something else are slow, not wrong.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

ROOT = Path(__file__).parent.parent
S3_SERVER = ROOT / ".clients" / "moto" / "bin" / "moto_server"

SMALL_PACKAGE = """
CREATE TABLE documents (document_id VARCHAR PRIMARY KEY, title VARCHAR, url VARCHAR, revision VARCHAR,
    licence VARCHAR, attribution VARCHAR);
CREATE TABLE sections (section_id VARCHAR PRIMARY KEY, document_id VARCHAR, heading VARCHAR,
    char_start INTEGER);
CREATE TABLE sentences (sentence_id VARCHAR PRIMARY KEY, document_id VARCHAR, section_id VARCHAR,
    text VARCHAR, char_start INTEGER, char_end INTEGER);
CREATE TABLE infobox_fields (field_id VARCHAR PRIMARY KEY, document_id VARCHAR, label VARCHAR, value VARCHAR,
    char_start INTEGER, char_end INTEGER);
CREATE TABLE facts (fact_id VARCHAR PRIMARY KEY, document_id VARCHAR NOT NULL, subject VARCHAR,
    predicate VARCHAR, object VARCHAR, start_edtf VARCHAR, start_earliest DATE, end_edtf VARCHAR,
    place VARCHAR, negated BOOLEAN, certainty VARCHAR, qualifier VARCHAR);
CREATE TABLE evidence (evidence_id VARCHAR PRIMARY KEY, fact_id VARCHAR, field VARCHAR, document_id VARCHAR,
    char_start INTEGER, char_end INTEGER, quote VARCHAR, basis VARCHAR, rule VARCHAR);
INSERT INTO documents VALUES ('salt-wars', 'Salt Wars', 'https://example.org/wiki/Salt_Wars', NULL,
    'CC BY-SA 4.0', 'Example Wiki contributors');
INSERT INTO sections VALUES ('salt-wars/s0', 'salt-wars', 'Salt Wars', 0),
    ('salt-wars/s1', 'salt-wars', 'Regency', 80);
INSERT INTO sentences VALUES
    ('salt-wars/1', 'salt-wars', 'salt-wars/s1', 'Tamsin Roe was Regent of Velmora from 1703.', 100, 143),
    ('salt-wars/2', 'salt-wars', 'salt-wars/s1', 'Osk Feld never held Halvey.', 144, 171);
INSERT INTO infobox_fields VALUES ('salt-wars/f1', 'salt-wars', 'Leader1', 'Karsten Dray', 20, 42);
INSERT INTO facts VALUES
    ('aaaaaaaaaaaaaaaa', 'salt-wars', 'Tamsin Roe', 'held office', 'Regent', '1703', DATE '1703-01-01', NULL,
     NULL, false, 'asserted', NULL),
    ('bbbbbbbbbbbbbbbb', 'salt-wars', 'Osk Feld', 'occupied', 'Halvey', '-0263', DATE '0264-01-01 (BC)', '..',
     'Halvey', true, 'reported', 'nominally'),
    ('cccccccccccccccc', 'salt-wars', 'Karsten Dray', 'held office', NULL, NULL, NULL, NULL, NULL, false,
     'asserted', NULL);
INSERT INTO evidence VALUES
    ('1', 'aaaaaaaaaaaaaaaa', NULL, 'salt-wars', 100, 142, 'Tamsin Roe was Regent of Velmora from 1703',
     'literal', NULL),
    ('2', 'aaaaaaaaaaaaaaaa', 'start', 'salt-wars', 138, 142, '1703', 'normalized', 'read_date'),
    ('3', 'bbbbbbbbbbbbbbbb', NULL, 'salt-wars', 144, 170, 'Osk Feld never held Halvey', 'literal', NULL),
    ('4', 'cccccccccccccccc', NULL, 'salt-wars', 30, 42, 'Karsten Dray', 'literal', NULL);
CREATE VIEW regents AS SELECT subject FROM facts WHERE object = 'Regent';
CREATE MACRO facts_about(name) AS TABLE SELECT predicate, object FROM facts WHERE subject = name;
COMMENT ON TABLE facts IS 'One row is one statement.';
"""


SMALL_DESCRIPTOR = {
    "name": "salt-wars",
    "title": "Attested: Salt Wars",
    "description": "An invented package.",
    "version": "1.2.0",
    "created": "2001-02-03T00:00:00Z",
    "keywords": ["salt"],
    "licenses": [{"name": "CC-BY-SA-4.0", "title": "CC BY-SA 4.0"}],
    "contributors": [{"title": "Example Wiki contributors", "roles": ["author"]}],
    "sources": [
        {
            "title": "Salt Wars",
            "path": "https://example.org/wiki/Salt_Wars",
            "document_id": "salt-wars",
            "licence": "CC BY-SA 4.0",
            "attribution": "Example Wiki contributors",
        }
    ],
    "parser": {"name": "none", "version": "0", "weights_sha256": ""},
    "formulaLike": {},
    "resources": [],
}


@pytest.fixture(scope="session")
def small_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has the tables which questions and citations read."""
    package = tmp_path_factory.mktemp("small") / "package"
    package.mkdir()
    with duckdb.connect() as connection:
        path = package / "attested.duckdb"
        connection.execute(f"ATTACH '{path}' AS made (STORAGE_VERSION 'v1.2.0', BLOCK_SIZE 16384); USE made")
        connection.execute(SMALL_PACKAGE)
    (package / "datapackage.json").write_text(json.dumps(SMALL_DESCRIPTOR), encoding="utf-8")
    return package


@pytest.fixture(scope="session")
def built_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pipeline build` makes of `raw/`, built once for all tests; not to be written to."""
    from pipeline.build import build

    package = tmp_path_factory.mktemp("built") / "datapackage"
    build(ROOT / "raw", package, lambda _: None)
    return package


@pytest.fixture(scope="session")
def invented_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build makes of the invented articles of `tests/invented.py`; not to be written to."""
    from pipeline.build import build
    from tests.invented import extract_invented, read_invented, write_raw

    folder = tmp_path_factory.mktemp("invented")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.build.extract_document", extract_invented)
        build(write_raw(folder / "raw", *read_invented()), folder / "package", lambda _: None)
    return folder / "package"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of an S3 server, of an environment of its own, that `make test` sets up."""
    assert S3_SERVER.exists(), "no S3 server: `make test` installs it"
    command = [str(S3_SERVER), "-H", "127.0.0.1", "-p", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    break
            else:
                raise RuntimeError("the S3 server did not start")
            # It writes a line for each request, and would wait for somebody to read it.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield found[0]
        finally:
            process.kill()


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an empty bucket, which this process and its children reach as they would any other."""
    import s3fs

    for name, value in (
        ("AWS_ENDPOINT_URL", s3_server),
        ("AWS_ACCESS_KEY_ID", "reader"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
    ):
        monkeypatch.setenv(name, value)
    name = f"bucket-{uuid.uuid4().hex}"
    s3fs.S3FileSystem(skip_instance_cache=True).mkdir(name)
    return f"s3://{name}"
