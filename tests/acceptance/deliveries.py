"""Clean deliveries in all file forms: the form is chosen first, then a table that it can hold."""

from collections.abc import Callable

from form_packed import make_gzip, make_zip
from form_parquet import make_parquet
from form_pasted import make_pasted
from form_records import SERVICE, make_records
from form_text import encoding_of, make_text
from form_workbook import make_workbook
from made import Chance, Made, Table
from truth_tables import make_table, service_table


def _text(by: Chance) -> Made:
    encoding = encoding_of(by.form)
    return make_text(by.form, make_table(by.table, encoding), encoding)


def _workbook(by: Chance) -> Made:
    return make_workbook(by.form, make_table(by.table))


def _parquet(by: Chance) -> Made:
    return make_parquet(by.form, make_table(by.table))


def records_table(by: Chance) -> Table:
    """Make a table that JSON can hold, at times one of the listing service."""
    if by.table.random() < 0.5:
        return service_table(by.table, {name: path[-1] for name, path in SERVICE.items()})
    return make_table(by.table)


def _records(by: Chance) -> Made:
    return make_records(by.form, records_table(by))


def _pasted(by: Chance) -> Made:
    return make_pasted(by.form)


def _inner(by: Chance) -> Made:
    return by.form.choice((_text, _text, _workbook, _parquet))(by)


def _gzip(by: Chance) -> Made:
    return make_gzip(by.form, by.form.choice((_text, _text, _parquet))(by))


def _zip(by: Chance) -> Made:
    return make_zip(by.form, _inner(by))


FORMS: dict[str, tuple[int, Callable[[Chance], Made]]] = {
    "text": (10, _text),
    "workbook": (4, _workbook),
    "parquet": (3, _parquet),
    "records": (2, _records),
    "gzip": (1, _gzip),
    "zip": (1, _zip),
    "pasted": (1, _pasted),
}


def clean(by: Chance) -> Made:
    """Make a clean delivery in a random form."""
    name = by.form.choices(list(FORMS), [weight for weight, _ in FORMS.values()])[0]
    return FORMS[name][1](by)
