"""`[databases]` and `[queries]` of `dq.toml`: what they may say, and what they are refused for."""

import re
from datetime import date
from pathlib import Path

import pytest

from dq.core.errors import UsageFault
from dq.pipeline.queried import addressed
from dq.settings.databases import DatabaseTable, QueryTable
from dq.settings.model import Strict
from dq.settings.project import Project, load_project

PAGE = Path(__file__).parents[2] / "docs" / "databases.md"
BASE = '[databases.region]\nuri_env = "DQ_REGION_DB"\n'
QUERY = BASE + '[queries.lista]\ndatabase = "region"\nfeed = "listings"\n'
SQL = 'sql = "select 1"\n'


def project(folder: Path, text: str) -> Project:
    (folder / "dq.toml").write_text(text, encoding="utf-8")
    return load_project(folder / "dq.toml")


def test_a_query_says_what_it_is(tmp_path: Path) -> None:
    more = 'rows = 7\nsnapshot_date = 2026-10-31\nsender = "Regionen"\ndecimal = ","\n'
    more += 'map = { Vem = "person_id" }\ndates = { valid_from = "d/m/yyyy" }\n'
    (query,) = project(tmp_path, QUERY + SQL + more).queries
    assert (query.name, query.sql, query.database.name) == ("query:lista", "select 1", "region")
    assert (query.database.driver, query.database.uri_env) == ("postgresql", "DQ_REGION_DB")
    said = query.declared
    assert (said.feed, said.rows, said.snapshot_date) == ("listings", 7, date(2026, 10, 31))
    assert (said.sender, said.decimal, said.maps) == ("Regionen", ",", {"Vem": "person_id"})
    assert said.dates == {"valid_from": "d/m/yyyy"}


def test_queries_come_by_name_and_sql_from_files(tmp_path: Path) -> None:
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "b.sql").write_text("\ufeffselect 'å'\n", encoding="utf-8")
    table = '[queries.{0}]\ndatabase = "region"\nfeed = "claims"\n{1}\n'
    given = project(tmp_path, BASE + table.format("b", 'sql_file = "sql/b.sql"') + table.format("a", SQL))
    assert [(each.name, each.sql) for each in given.queries] == [
        ("query:a", "select 1"),
        ("query:b", "select 'å'\n"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (QUERY, ("queries.lista", "sql_file")),
        (QUERY + SQL + 'sql_file = "a.sql"\n', ("queries.lista", "sql_file")),
        (QUERY + 'sql_file = "saknas.sql"\n', ("saknas.sql",)),
        (QUERY + 'sql_file = "../a.sql"\n', ("../a.sql",)),
        (QUERY + 'sql_file = "/etc/passwd"\n', ("/etc/passwd",)),
        (QUERY + 'sql_file = "tom.sql"\n', ("tom.sql",)),
        (QUERY + SQL + "row = 5\n", ("queries.lista.row", "'rows'")),
        (QUERY + SQL + "rows = -1\n", ("queries.lista.rows",)),
        (QUERY + SQL + 'dates = { valid_from = "dd/mm" }\n', ("queries.lista.dates",)),
        (QUERY + SQL + 'map = { Vem = "persn_id" }\n', ("persn_id", "'person_id'")),
        (QUERY.replace("listings", "listing") + SQL, ("listing", "'listings'")),
        (QUERY.replace("listings", "manifest") + SQL, ("manifest", "listings")),
        (QUERY.replace('database = "region"', 'database = "regon"') + SQL, ("regon", "'region'")),
        (QUERY.replace("queries.lista", 'queries."li sta"') + SQL, ("li sta",)),
        (BASE + 'driver = "postgres"\n', ("postgres", "'postgresql'")),
        (BASE + 'driver = "os.system"\n', ("os.system", "sqlserver")),
        (BASE + 'uri = "postgresql://db/x"\n', ("databases.region", "uri_env")),
        ("[databases.region]\n", ("databases.region", "uri_env")),
        (BASE + 'url = "x"\n', ("databases.region.url", "'uri'")),
        ('[databases.region]\nuri = "postgresql://a:hemligt@db/x"\n', ("region", "uri_env")),
        ('[databases.region]\nuri_env = "postgresql://a:hemligt@db/x"\n', ("region", "uri_env")),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    (tmp_path / "tom.sql").write_text(" \n")
    with pytest.raises(UsageFault) as caught:
        project(tmp_path, text)
    for lang in ("sv", "en"):
        told = caught.value.text(lang)
        assert [word for word in words if word not in told] == []
        assert "hemligt" not in told


def test_an_address_comes_by_name_or_from_the_settings(tmp_path: Path) -> None:
    queries = project(tmp_path, QUERY + SQL).queries
    ((query, asked),) = addressed(queries, {"region": "postgresql://a:hemligt@db/x"})
    assert (asked.name, asked.database, asked.sql) == (query.name, "region", query.sql)
    assert asked.uri.endswith("@db/x")
    own = project(tmp_path, (QUERY + SQL).replace('uri_env = "DQ_REGION_DB"', 'uri = "postgres://db/x"'))
    assert addressed(own.queries, {})[0][1].uri == "postgres://db/x"
    with pytest.raises(UsageFault, match="DQ_REGION_DB"):
        addressed(queries, {"annan": "postgresql://db/x"})
    with pytest.raises(UsageFault, match="postgresql://, postgres://") as caught:
        addressed(queries, {"region": "mysql://a:hemligt@db/x"})
    assert "hemligt" not in str(caught.value)


@pytest.mark.parametrize(
    ("heading", "model"), [("### `[databases.NAME]`", DatabaseTable), ("### `[queries.NAME]`", QueryTable)]
)
def test_the_page_lists_the_keys(heading: str, model: type[Strict]) -> None:
    part = PAGE.read_text(encoding="utf-8").partition(heading)[2].partition("\n#")[0]
    assert re.findall(r"^\| `(\w+)` \|", part, re.M) == list(model.model_fields)


def test_the_example_of_the_page_loads(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    assert [each.name for each in project(tmp_path, text).queries] == [
        "query:listings_2026",
        "query:staff_roll_2026",
    ]
