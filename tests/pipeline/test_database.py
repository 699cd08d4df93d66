"""Feeds as queries against a real PostgreSQL: same judgement as files, read only, refused in our own words.

The server is a throwaway one (ci/postgres.sh) on a socket file; nothing here opens a network connection.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import adbc_driver_postgresql.dbapi as adbc
import polars as pl
import pytest

import dq
from dq.core.codes import ExitCode
from dq.core.errors import Refused, UsageFault
from dq.core.query import Asked
from dq.core.run import Run
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.generate import region
from dq.generate.tables import tables
from dq.read.database import close
from dq.read.query import read_query

pytestmark = pytest.mark.server
ROOT = Path(__file__).parents[2]
DAY = date(2026, 10, 31)
SECRET = "hemligt7Q"
READER = "lasare"
PERSON = "189207219818"  # stands in a table, and must stand in no message
FEED = (FEEDS["listings"], FEEDS["claims"])
HEADERS = {"person_id": "Personnummer", "provider_id": "Enhet (HSA-id)", "physician_id": "Läkare"}
HEADERS |= {"origin": "Valtyp", "valid_from": "Fr.o.m.", "valid_to": "Slutdatum"}
ORIGIN = {"active": "aktivt val", "passive": "ickeval", "unit": "enhet", "automatic": "automatisk"}
COUNTS = ("Antal listade", "Antal listade på läkare", "Antal läkare", "Belopp (kr)")
PARTS = ("Tjänstgöringsgrad", "Undantagen tid")
SUITE = """
name = "databas"
extends = "demo"
title_sv = "Databas"
title_en = "Database"
[rules]
CMP-04 = { required = false }   # only the queries state how many rows there are
"""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Start a server and give the address of its owner."""
    folder = tempfile.mkdtemp(prefix="dq-pg-", dir="/tmp")  # the name of a socket has at most 107 bytes
    script = ["sh", str(ROOT / "ci" / "postgres.sh")]
    done = subprocess.run([*script, "start", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    try:
        yield done.stdout.strip()
    finally:
        subprocess.run([*script, "stop", folder], check=False)


def run_sql(uri: str, *statements: str) -> None:
    with adbc.connect(uri, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def ingest(uri: str, name: str, frame: pl.DataFrame) -> None:
    with adbc.connect(uri, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.adbc_ingest(name, frame.to_arrow(compat_level=pl.CompatLevel.oldest()))


@pytest.fixture(scope="session")
def owner(server: str) -> str:
    """The address of the owner of a database with the clean region, a reader's account, and traps."""
    for feed, frame in clean_cells().items():
        ingest(server, feed, typed(frame))
    run_sql(
        server,
        f"CREATE ROLE {READER} LOGIN PASSWORD '{SECRET}'",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER}",
        "CREATE TABLE locked AS SELECT 1 AS a",
        f"CREATE TABLE people AS SELECT '{PERSON}' AS \"Personnummer\", 'SE2321000016-1' AS \"HSA-id\"",
        "CREATE FUNCTION wipe() RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS "
        "$$ BEGIN DELETE FROM people; RETURN 'done'; END $$",
        "CREATE TYPE mood AS ENUM ('a', 'b')",
        f"GRANT SELECT ON people TO {READER}",
    )
    return server


@pytest.fixture(scope="session")
def reader(owner: str) -> str:
    """The address of an account that may read and nothing else."""
    return owner.replace("owner:owner", f"{READER}:{SECRET}")


def typed(cells: pl.DataFrame) -> pl.DataFrame:
    """Give counts and parts of full time the types that a database has for them."""
    counts = [name for name in COUNTS if name in cells.columns]
    parts = [name for name in PARTS if name in cells.columns]
    plain = pl.col(parts).str.replace(",", ".", literal=True)
    return cells.with_columns(
        pl.col(counts).str.replace_all("\u00a0", "").cast(pl.Int64), plain.cast(pl.Decimal(6, 3))
    )


def as_csv(cells: pl.DataFrame) -> str:
    decimals = pl.col(pl.String).str.replace(r"^(\d+),(\d+)$", "$1.$2")
    spaces = pl.col([name for name in COUNTS if name in cells.columns]).str.replace_all("\u00a0", "")
    return cells.with_columns(decimals).with_columns(spaces).write_csv()


def write_project(folder: Path, queries: dict[str, tuple[str, str]]) -> None:
    """Write dq.toml and suite.toml; `queries` are name -> (feed, the rest of the table)."""
    text = '[databases.region]\nuri_env = "DQ_REGION_DB"\n'
    for name, (feed, rest) in queries.items():
        text += f'[queries.{name}]\ndatabase = "region"\nfeed = "{feed}"\n{rest}\n'
    (folder / "dq.toml").write_text(text, encoding="utf-8")
    (folder / "suite.toml").write_text(SUITE, encoding="utf-8")


def dq_check(folder: Path, uri: str, *args: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DQ_")}
    return subprocess.run(
        [sys.executable, "-m", "dq", "check", *args, "--suite", "suite.toml", "--day", DAY.isoformat()],
        cwd=folder,
        env=environ | {"PYTHONPATH": str(ROOT), "DQ_LANG": "en"} | ({"DQ_REGION_DB": uri} if uri else {}),
        capture_output=True,
        text=True,
        check=False,
    )


def files(folder: Path) -> list[dict[str, object]]:
    ledger: list[dict[str, object]] = json.loads((folder / "ut" / "run.json").read_text())["files"]
    return ledger


def clean_cells() -> dict[str, pl.DataFrame]:
    """Give the clean region as cells by feed: Swedish headers and words."""
    made = region(7, clean=True)
    listings = made.listings.with_columns(pl.col("origin").replace_strict(ORIGIN)).rename(HEADERS)
    return {"listings": listings} | {table.feed: table.cells for table in tables(made)}


def written(folder: Path) -> str:
    parts = [path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()]
    return "\n".join(parts)


def test_queries_are_judged_like_files_to_the_byte(reader: str, tmp_path: Path) -> None:
    cells = clean_cells()
    (tmp_path / "in").mkdir()
    for feed, frame in cells.items():
        (tmp_path / "in" / f"{feed}.csv").write_text(as_csv(frame), encoding="utf-8")
    write_project(tmp_path, {feed: (feed, f'sql = "select * from {feed}"') for feed in cells})
    from_files = dq.check(
        tmp_path / "in", suite=str(tmp_path / "suite.toml"), day=DAY, out=tmp_path / "files"
    )
    done = dq_check(tmp_path, reader)
    assert (done.returncode, from_files.code) == (0, ExitCode.CLEAR), done.stdout + done.stderr
    one, two = ((tmp_path / name / "judgement.json").read_bytes() for name in ("ut", "files"))
    assert one == two

    lines = files(tmp_path)
    assert {(line["status"], line["form"]) for line in lines} == {("read", "postgresql")}
    assert {line["name"]: line["rows"] for line in lines} == {
        f"query:{feed}": frame.height for feed, frame in cells.items()
    }
    assert SECRET not in done.stdout + done.stderr + written(tmp_path / "ut")

    shuffled = {feed: (feed, f'sql = "select * from {feed} order by random()"') for feed in cells}
    write_project(tmp_path, shuffled)
    again = checked(tmp_path, reader, tmp_path / "again")
    assert [read.sha256 for read in again.files] == [line["sha256"] for line in lines]
    assert (tmp_path / "again" / "judgement.json").read_bytes() == one


@pytest.mark.parametrize(
    ("sql", "key", "code"),
    [
        ("select * from locked", "query_denied", "42501"),
        ("select * from nothing", "query_wrong", "42P01"),
        ("select", "query_wrong", "42601"),
        ("delete from people", "query_wrong", "42601"),
        ("commit", "query_wrong", "42601"),
        ("select 1 a; delete from people", "query_wrong", "42601"),
        ("select 1) q; commit; select * from (select 1", "query_wrong", "42601"),
        ("with x as (delete from people returning 1 a) select * from x", "query_wrong", "0A000"),
        ("select wipe()", "query_writes", "25006"),
        ("select set_config('transaction_read_only', 'off', false) a", "query_writes", "25001"),
        ('select "Personnummer"::int n from people', "query_wrong", "22003"),
        ('select ("HSA-id" || "Personnummer")::date d from people', "query_wrong", "22007"),
        ("select i, 1 / (500000 - i) a from generate_series(1, 1000000) i", "query_wrong", "22012"),
        ("select pg_sleep(9)::text a", "query_timeout", "57014"),
        ("select i, pg_sleep(0.001)::text a from generate_series(1, 1000000) i", "query_timeout", "57014"),
        (
            "select i, pg_terminate_backend(pg_backend_pid()) a from generate_series(1, 9) i",
            "query_lost",
            "57P01",
        ),
    ],
)
def test_what_a_database_refuses(reader: str, owner: str, sql: str, key: str, code: str) -> None:
    refused = refusal(reader, sql, ReadLimits(wall_seconds=1 if key == "query_timeout" else 300))
    assert (refused.key, refused.values.get("code")) == (key, code)
    for lang in ("sv", "en"):
        text = refused.text(lang)
        assert text.startswith("query:q: ")
        assert [word for word in (PERSON, "SE2321000016", SECRET, READER, "people") if word in text] == []
    assert refused.__cause__ is None
    assert answer(owner, "select count(*) n from people").frame["c0"].to_list() == ["1"]


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        ("select '12.34'::money a", "query_column"),  # comes as 1234
        ("select 4294967295::oid a", "query_column"),  # comes as -1
        ("select now() a", "query_column"),
        ("select time '10:00' a", "query_column"),
        ("select interval '1 day' a", "query_column"),
        ("select 'x'::bytea a", "query_column"),
        ("select array[1, 2] a", "query_column"),
        ("select row(1, 2) a", "query_column"),
        ("select '{}'::jsonb a", "query_column"),
        ("select gen_random_uuid() a", "query_column"),
        ("select 'a'::mood a", "query_column"),
        ("select 'infinity'::date a", "query_date"),
        ("select '-infinity'::timestamp a", "query_date"),
        ("select date '0044-03-15 BC' a", "query_date"),
        ("select 189207219818 as personnummer", "identifier_number"),
        ("select 189207219818::numeric as personnummer", "identifier_number"),
        ("select 1 a, 2 a", "header_twice"),
        ("select 1 a where false", "no_rows"),
        ("select null::text a", "no_rows"),
        ("select repeat('x', 70000) a", "cell_long"),
        ("select E'x\\x01' a", "line_control"),
    ],
)
def test_what_is_refused_of_an_answer(owner: str, sql: str, key: str) -> None:
    assert refusal(owner, sql).key == key


def refusal(uri: str, sql: str, limits: ReadLimits | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        answer(uri, sql, limits)
    return caught.value


def answer(uri: str, sql: str, limits: ReadLimits | None = None) -> TextTable:
    connections: dict[str, adbc.Connection] = {}
    try:
        asked = Asked("query:q", "region", "postgresql", sql, uri)
        return read_query(asked, connections, Declared(), FEED, limits or ReadLimits())
    finally:
        for connection in connections.values():
            close(connection)


def test_values_are_exact(owner: str) -> None:
    long = "12345678901234567890123456789012345678901234.5"
    got = answer(
        owner,
        f"select 1.50::numeric(9, 2) a, {long}::numeric b, 1e-20::numeric c, 0.1::float8 d, 12::float8 e,"
        " true f, date '0001-01-01' g, date '9999-12-31' h, timestamp '2026-10-31 08:05' i,"
        " 9223372036854775807 j, '007'::char(3) k, E'å\\t\\\\\\n' l, null::int m, '' n -- end",
    )
    assert got.frame.row(0) == (
        *("1.50", long, "0.00000000000000000001", "0.1", "12", "true", "0001-01-01", "9999-12-31"),
        *("2026-10-31 08:05:00", "9223372036854775807", "007", "å\t\\\n", None, "", 1),
    )
    assert (got.form, got.lines.all, got.lines.rows, got.lines.header) == ("postgresql", 1, 1, 0)


@pytest.mark.parametrize("change", ["{0}:fel", "okand:{1}"])
def test_a_wrong_name_or_password(reader: str, change: str) -> None:
    refused = refusal(reader.replace(f"{READER}:{SECRET}", change.format(READER, SECRET)), "select 1 a")
    assert refused.key == "database_login"
    assert all(word not in refused.text("sv") for word in (READER, SECRET, "okand", "fel "))


@pytest.mark.parametrize(
    ("uri", "key"),
    [
        ("postgresql://a:b@127.0.0.1:1/x", "database_unreachable"),
        ("postgresql://a:b@/x?host=/nowhere", "database_unreachable"),
        ("postgresql://a:b@/x?host=/nowhere&nonsense=1", "database_unreachable"),
    ],
)
def test_no_server(uri: str, key: str) -> None:
    assert refusal(uri, "select 1 a").key == key


def test_no_such_database(reader: str) -> None:
    assert refusal(reader.replace("/postgres?", "/nix?"), "select 1 a").key == "database_login"


def test_all_queries_of_a_run_see_one_moment(owner: str, reader: str) -> None:
    run_sql(owner, "CREATE TABLE moving AS SELECT 1 AS a", f"GRANT SELECT ON moving TO {READER}")
    connections: dict[str, adbc.Connection] = {}

    def ask(sql: str) -> list[str]:
        asked = Asked("query:q", "region", "postgresql", sql, reader)
        return read_query(asked, connections, Declared(), FEED, ReadLimits()).frame["c0"].to_list()

    assert ask("select a from moving") == ["1"]
    run_sql(owner, "INSERT INTO moving VALUES (2)")
    assert ask("select a from moving") == ["1"]
    with pytest.raises(Refused):
        ask("select 1 / 0 a")
    assert ask("select a from moving") == ["1"]
    assert ask("select set_config('statement_timeout', '7', false) a") == ["7ms"]
    assert ask("select current_setting('statement_timeout') a") == ["270s"]
    close(connections.pop("region"))
    assert ask("select a from moving") == ["1", "2"]
    close(connections.pop("region"))


def test_text_of_other_encodings(owner: str) -> None:
    base = "CREATE DATABASE {0} TEMPLATE template0 ENCODING '{1}' LC_COLLATE 'C' LC_CTYPE 'C'"
    run_sql(owner, base.format("latin", "LATIN1"), base.format("ascii", "SQL_ASCII"))
    latin, plain = (owner.replace("/postgres?", f"/{name}?") for name in ("latin", "ascii"))
    assert answer(latin, "select chr(229) || 'sa' a").frame["c0"].to_list() == ["åsa"]
    assert refusal(plain, "select 'x' || E'\\xE5' a").key == "query_text"


MEASURED = r"""
import pathlib, re, sys
from dq.core.errors import Refused
from dq.core.query import Asked
from dq.core.table import Declared, ReadLimits
from dq.read.query import read_query
connections = {}
try:
    asked = Asked("query:q", "region", "postgresql", sys.argv[1], sys.stdin.read())
    found = read_query(asked, connections, Declared(), (), ReadLimits(rows=int(sys.argv[2]))).lines.rows
except Refused as error:
    found = error.key
for each in connections.values():
    each.close()
peak = re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())
print(found, int(peak[1]) // 1024)
"""
WIDE = (
    "select i::text a, md5(i::text) b, null::int c, (i % 7)::numeric(9, 2) d, date '2026-01-01' e,"
    " 'SE2321000016-1' f, 'aktivt val' g, i % 3 = 0 h from generate_series(1, {rows}) i"
)


@pytest.mark.parametrize(
    ("sql", "cap", "expected", "mib"),
    [
        (WIDE.format(rows=1_000_000), 20_000_000, "1000000", 1000),
        (
            "select a.i, b.i j from generate_series(1, 9999) a(i), generate_series(1, 9999) b(i)",
            50_000,
            "rows_many",
            320,
        ),
    ],
)
def test_a_large_answer_is_read_in_batches(reader: str, sql: str, cap: int, expected: str, mib: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, sql, str(cap)],
        input=reader,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found, peak = done.stdout.split()
    assert found == expected
    assert int(peak) < mib


def broken(folder: Path, sql: str) -> None:
    write_project(folder, {"listor": ("listings", f"sql = '''{sql}'''")})


FAILING = (
    "select * from locked",
    'select "Personnummer"::int n from people',
    "select wipe()",
    "select '12.34'::money a",
)


@pytest.mark.parametrize("sql", FAILING)
def test_a_refused_query_ends_in_11_and_tells_nothing(reader: str, tmp_path: Path, sql: str) -> None:
    broken(tmp_path, sql)
    done = dq_check(tmp_path, reader)
    assert done.returncode == 11
    (line,) = files(tmp_path)
    assert (line["name"], line["status"], line["feed"]) == ("query:listor", "refused", "listings")
    everything = done.stdout + done.stderr + written(tmp_path / "ut")
    assert [word for word in (PERSON, SECRET, READER, "postgresql://") if word in everything] == []


def test_what_is_wrong_with_the_settings_ends_in_20(reader: str, tmp_path: Path) -> None:
    broken(tmp_path, "select 1 a")
    missing = dq_check(tmp_path, "")
    assert (missing.returncode, "DQ_REGION_DB" in missing.stderr) == (20, True)
    other = dq_check(tmp_path, f"host=/tmp password={SECRET}")
    assert (other.returncode, "postgresql://" in other.stderr) == (20, True)
    assert SECRET not in other.stdout + other.stderr
    (tmp_path / "dq.toml").write_text("")
    assert dq_check(tmp_path, reader).returncode == 20


def test_no_connection_is_left_and_the_environment_changes_no_answer(
    owner: str, reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_has = answer(owner, "select current_setting('timezone') a").frame["c0"].to_list()
    assert server_has != ["Asia/Tokyo"]
    monkeypatch.setenv("PGTZ", "Asia/Tokyo")
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=1")
    sql = f"select 1 / (current_setting('timezone') = '{server_has[0]}')::int a"
    broken(tmp_path, sql)
    (line,) = checked(tmp_path, reader).files
    assert line.error in ("no_column", "unknown_headers")  # read, and then no listings
    assert line.sha256
    monkeypatch.undo()
    left = f"select 1 a from pg_stat_activity where usename = '{READER}' and state like 'idle in%'"
    assert refusal(owner, left).key == "no_rows"


def test_a_driver_that_is_missing(monkeypatch: pytest.MonkeyPatch, reader: str, tmp_path: Path) -> None:
    broken(tmp_path, "select 1 a")
    monkeypatch.setattr("dq.pipeline.queried.find_spec", lambda name: None)
    with pytest.raises(UsageFault, match=r"pip install 'dq\[postgres\]'"):
        checked(tmp_path, reader)


def checked(folder: Path, uri: str, out: Path | None = None) -> Run:
    suite, settings = folder / "suite.toml", folder / "dq.toml"
    return dq.check([], suite=str(suite), day=DAY, out=out, settings=settings, connections={"region": uri})


def test_maps_dates_and_units_hold_for_queries(owner: str, tmp_path: Path) -> None:
    ingest(
        owner,
        "odd",
        pl.DataFrame({"Vem": [PERSON], "Var": ["SE2321000016-1"], "Dr": ["D"], "Fr": ["31/10/2025"]}),
    )
    rest = "sql_file = 'odd.sql'\nrows = 2\nsnapshot_date = 2026-10-31\nsender = 'R'\n"
    rest += "map = { Vem = 'person_id', Var = 'provider_id', Dr = 'physician_id', Fr = 'valid_from' }\n"
    rest += "dates = { valid_from = 'd/m/yyyy' }"
    (tmp_path / "odd.sql").write_text("-- with a comment\nselect * from odd;\n")
    write_project(tmp_path, {"odd": ("listings", rest)})
    (line,) = checked(tmp_path, owner).files
    assert line.error == ""
    assert (line.status, line.rows, line.stated_rows, line.unread_cells) == ("read", 1, 2, 0)
    assert line.snapshot_date == DAY
    assert line.mapping["valid_from"] == "Fr"
    assert line.size == len(f"Vem\tVar\tDr\tFr\n{PERSON}\tSE2321000016-1\tD\t31/10/2025\n")
