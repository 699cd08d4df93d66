"""Lines above a header that may be rows: sorting a sheet can leave its header in the middle of the table."""

from collections.abc import Iterable, Sequence

from dq.core.errors import Refused


def refuse_rows_above(
    name: str, above: Iterable[tuple[int, int]], header: tuple[int, int], below: Sequence[int]
) -> None:
    """`Refused` at the first line above the header that is as wide as the table.

    `above` has the number of each line and how many of its cells are filled, `header` the same of the header,
    `below` how many are filled on lines below it. A table is as wide as its narrowest row that fills more
    than half of the columns, as columns at the end may be empty; never narrower than two cells.
    """
    line, columns = header
    wide = max(2, min([columns, *(filled for filled in below if 2 * filled > columns)]))
    for number, filled in above:
        if filled >= wide:
            raise Refused("rows_above_header", file=name, line=str(number), header=str(line))
