"""Section 2: the lines and bytes of a CSV, broken as exports, editors and transfers break them."""
# ruff: noqa: E501  the table below has one kind per line

import unicodedata
from collections.abc import Callable
from random import Random

from form_text import TextPlan
from form_workbook import may_have_total
from pollutions import EQUAL, REFUSED, Pollution, in_text

Work = Callable[[Random, TextPlan], bool]


def _row(rng: Random, plan: TextPlan) -> list[str]:
    return plan.rows[rng.randrange(len(plan.rows))]


def _bare(rng: Random, plan: TextPlan, row: list[str]) -> int:
    """Return the position of a cell of a row that is not quoted and not empty, -1 if there is none."""
    places = [at for at, cell in enumerate(row) if cell.strip() and '"' not in cell]
    return rng.choice(places) if places else -1


def _short(rng: Random, plan: TextPlan) -> bool:
    row = _row(rng, plan)
    del row[rng.randrange(len(row))]
    return bool(row)


def _long(rng: Random, plan: TextPlan) -> bool:
    row = _row(rng, plan)
    row.insert(rng.randrange(len(row) + 1), rng.choice(("", "x", "7")))
    return True


def _stray_quotes(rng: Random, plan: TextPlan) -> bool:
    first = rng.randrange(len(plan.rows) - 2)
    rows = (plan.rows[first], plan.rows[rng.randrange(first + 2, len(plan.rows))])
    where = [_bare(rng, plan, row) for row in rows]
    if -1 in where:
        return False
    start = rng.random() < 0.5
    rows[0][where[0]] = '"' + rows[0][where[0]] if start else f'{rows[0][where[0]]}"x'
    rows[1][where[1]] += '"'
    return True


def _open_quote(rng: Random, plan: TextPlan) -> bool:
    row = _row(rng, plan)
    at = _bare(rng, plan, row)
    row[at] = '"' + row[at]
    return at >= 0


def _backslash(rng: Random, plan: TextPlan) -> bool:
    row = _row(rng, plan)
    row[rng.randrange(len(row))] = rng.choice(('"A \\"x\\" B"', '"A" ', ' "A"', '"A"B', 'A"B"', '="00123"'))
    return True


def _header(change: Callable[[Random, list[str]], str | None]) -> Work:
    """Return work that changes one header; `change` gives the new text of the last one."""

    def work(rng: Random, plan: TextPlan) -> bool:
        rng.shuffle(order := list(range(len(plan.header))))
        plan.header = [plan.header[at] for at in order]
        plan.rows = [[row[at] for at in order] for row in plan.rows]
        new = change(rng, plan.header)
        plan.header[-1] = new or plan.header[-1]
        return new is not None

    return work


def _same_header(rng: Random, header: list[str]) -> str:
    first = header[0]
    ways = (first, first.upper(), unicodedata.normalize("NFD", first), first.swapcase())
    return rng.choice(ways)


def _header_in_parts(_: Random, header: list[str]) -> str | None:
    new = unicodedata.normalize("NFD", header[-1])
    return new if new != header[-1] else None


def _second_spelling(rng: Random, plan: TextPlan) -> bool:
    """Add a column under another header of the same meaning."""
    each = next(one for one in plan.table.fields if one.column and one.target == one.column.name)
    assert each.column is not None
    taken = {one.strip(' "').casefold() for one in plan.header}
    words = (each.column.label, each.column.name, *each.column.headers)
    free = [word for word in words if word.casefold() not in taken]
    if not free:
        return False
    plan.header.append(rng.choice(free))
    for row in plan.rows:
        row.append("x")
    return True


def _title(rng: Random, plan: TextPlan) -> bool:
    """Put title lines above without saying so."""
    if plan.above:
        return False
    plan.above = rng.choice((["Uttag 2026"], ["Listning; hela länet", ""], ["Rapport, oktober", "Version 3"]))
    plan.declared.pop("header_line", None)
    return True


def _blank(rng: Random, plan: TextPlan) -> bool:
    empty = rng.choice(("", " ", plan.separator * (len(plan.header) - 1)))
    plan.between[rng.randrange(1, len(plan.rows))] = empty
    plan.kinds["blank"] = 1
    return True


def _total(rng: Random, plan: TextPlan) -> bool:
    if not may_have_total(plan.table):
        return False
    words = ("Summa", "Totalt", "TOTAL", "Summa:", " summa", "Totalsumma")
    plan.below = [plan.separator.join([rng.choice(words), *[""] * (len(plan.header) - 1)])]
    plan.kinds["total"] = 1
    return True


def _only_header(_: Random, plan: TextPlan) -> bool:
    plan.rows.clear()
    return True


def _no_header(_: Random, plan: TextPlan) -> bool:
    """Leave the header out: the first row stands in its place."""
    if plan.above:
        return False
    plan.header = plan.rows.pop(0)
    return True


def _header_line(rng: Random, plan: TextPlan) -> bool:
    plan.declared["header_line"] = len(plan.above) + 2 + rng.randrange(len(plan.rows))
    return True


def _wrong_separator(rng: Random, plan: TextPlan) -> bool:
    marks = [
        mark for mark in ";,\t|" if not any(mark in cell for cell in plan.header) and mark != plan.separator
    ]
    plan.declared["separator"] = rng.choice(marks or [""])
    plan.above = [line for line in plan.above if not line.startswith("sep=")]
    return bool(marks)


def _two_separators(rng: Random, plan: TextPlan) -> bool:
    """Name a column with another separator in its header, and say nothing of which one it is."""
    if plan.above:
        return False
    other = rng.choice([mark for mark in ";,|" if mark != plan.separator])
    plan.declared.pop("separator", None)
    plan.header.append(f"Kod{other} typ")
    for row in plan.rows:
        row.append(rng.choice(("1", "", "x")))
    return True


def _wrong_sep_line(rng: Random, plan: TextPlan) -> bool:
    marks = [
        mark for mark in ";,|" if not any(mark in cell for cell in plan.header) and mark != plan.separator
    ]
    if plan.above or not marks:
        return False
    plan.declared.pop("separator", None)
    plan.above = [f"sep={rng.choice(marks)}"]
    return True


def _wide_utf16(_: Random, plan: TextPlan) -> bool:
    if plan.separator == "\t" or any("\t" in cell for cell in plan.header):
        return False
    plan.encoding, plan.bom = "utf-16", False
    plan.declared.pop("encoding", None)
    return True


def _many_columns(_: Random, plan: TextPlan) -> bool:
    plan.header += [f"k{at}" for at in range(501)]
    for row in plan.rows:
        row += [""] * 501
    return True


def _long_cell(rng: Random, plan: TextPlan) -> bool:
    row = _row(rng, plan)
    row[rng.randrange(len(row))] = rng.choice(("x" * 65_537, "y" * 2**20))
    return True


def _in_cell(*marks: str) -> Work:
    def work(rng: Random, plan: TextPlan) -> bool:
        row = _row(rng, plan)
        at = _bare(rng, plan, row)
        row[at] = row[at][:1] + rng.choice(marks) + row[at][1:]
        return at >= 0

    return work


def _line_break(rng: Random, plan: TextPlan) -> bool:
    """Put a quoted line break where the column allows none."""
    row = _row(rng, plan)
    at = _bare(rng, plan, row)
    column = plan.table.fields[at].column
    if column and column.multiline:
        return False
    row[at] = f'"{row[at][:1]}{plan.end}{row[at][1:]}"'
    return at >= 0


def _mark_later(rng: Random, plan: TextPlan) -> bool:
    row = _row(rng, plan)
    row[0] = "\ufeff" + row[0]
    return True


def _ends_with_separator(_: Random, plan: TextPlan) -> bool:
    for row in plan.rows:
        row.append("")
    return True


def _empty_column(_: Random, plan: TextPlan) -> bool:
    plan.header.append("")
    return _ends_with_separator(_, plan)


WIDTH = ("line_fields", "line_quotes", "quote_open")
QUOTES = ("line_quotes", "quote_open", "line_fields", "cell_lines", "line_ends_mixed")
HEADS: tuple[str, ...] = (
    "no_column",
    "unknown_headers",
    "unknown_feed",
    "header_twice",
    "header_empty",
    "separator_unclear",
    "line_fields",
)
HEADS += (
    "cell_lines",
    "quote_open",
    "separator_wrong",
    "line_quotes",
    "no_rows",
    "feed_unclear",
    "ambiguous_column",
)
BREAKS = ("line_quotes", "cell_lines", "quote_open")  # without its header a column allows no line breaks

TEXTS = (
    Pollution("row_short", "2 too few fields", in_text(_short), (REFUSED,), WIDTH),
    Pollution("row_long", "2 too many fields", in_text(_long), (REFUSED,), WIDTH),
    Pollution("quotes_stray", "2 two stray quotes", in_text(_stray_quotes), (REFUSED,), QUOTES),
    Pollution("quote_open", "2 open quote", in_text(_open_quote), (REFUSED,), QUOTES),
    Pollution("quotes_backslash", "2 backslash quotes", in_text(_backslash), (REFUSED,), QUOTES),
    Pollution("line_break_in_cell", "2 two stray quotes", in_text(_line_break), (REFUSED,), QUOTES),
    Pollution("control", "2 NUL and controls", in_text(_in_cell("\x00", "\x01", "\x07", "\x0b", "\x1a", "\x7f", "\x85")), (REFUSED,), ("line_control",)),
    Pollution("mark_later", "2 BOM", in_text(_mark_later), (REFUSED,), ("mark_inside",)),
    Pollution("utf16_semicolons", "2 UTF-16", in_text(_wide_utf16), (REFUSED,), ("utf16_tab",)),
    Pollution("separator_declared_wrong", "2 wrong separator", in_text(_wrong_separator), (REFUSED,), ("separator_wrong",)),
    Pollution("separator_two", "2 wrong separator", in_text(_two_separators), (REFUSED,), ("separator_unclear",)),
    Pollution("separator_line_wrong", "2 sep=", in_text(_wrong_sep_line), (REFUSED,), HEADS),
    Pollution("title_undeclared", "2 title lines", in_text(_title), (REFUSED, EQUAL)),
    Pollution("blank_inside", "2 blank lines", in_text(_blank), (EQUAL,), ("blank_inside",)),
    Pollution("total_row", "2 total row", in_text(_total), (EQUAL,), ("total_row",)),
    Pollution("header_twice", "2 duplicated names", in_text(_header(_same_header)), (REFUSED,), ("header_twice", *BREAKS)),
    Pollution("header_two_spellings", "2 duplicated names", in_text(_second_spelling), (REFUSED,), ("ambiguous_column",)),
    Pollution("header_empty", "2 empty names", in_text(_header(lambda rng, _: rng.choice(('""', " ", "\u200b", "\u200b\u2060", "\u00ad")))), (REFUSED,), ("header_empty", *BREAKS)),
    Pollution("header_in_parts", "2 NFD names", in_text(_header(_header_in_parts)), (EQUAL,)),
    Pollution("header_only", "2 header only", in_text(_only_header), (REFUSED,), ("no_rows",)),
    Pollution("header_missing", "2 title lines", in_text(_no_header), (REFUSED,), HEADS),
    Pollution("header_line_wrong", "2 title lines", in_text(_header_line), (REFUSED,), HEADS),
    Pollution("column_without_header", "2 empty names", in_text(_empty_column), (REFUSED,), ("header_empty", *BREAKS)),
    Pollution("separator_at_end", "2 too many fields", in_text(_ends_with_separator), (REFUSED,), WIDTH),
    Pollution("columns_many", "2 10^5 columns", in_text(_many_columns), (REFUSED,), ("columns_many",)),
    Pollution("cell_long", "2 1 GB line", in_text(_long_cell), (REFUSED,), ("cell_long", "line_long")),
)  # fmt: skip
