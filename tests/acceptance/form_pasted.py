"""Published shares copied out of a document: labels wrapped over lines, cells parted by tabs or wide gaps."""

from dataclasses import dataclass, field
from random import Random

from made import NBSP, Made, Table

from dq.core.regions import REGIONS
from dq.feeds import FEEDS

FEED = "registered_shares"
WRAPPED = {"23": ("Jämtland /", "Härjedalen"), "14": ("Västra /", "Götaland")}
HEADERS = ("Region", "Avser", "Registrerad andel (%)", "Nämnare")


@dataclass
class PastedPlan:
    """A pasted table before it is text: `rows` hold the lines of each row."""

    table: Table
    gap: str = "\t"
    above: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=lambda: list(HEADERS))
    rows: list[list[str]] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    name: str = "fil.txt"

    def data(self) -> bytes:
        """Write the file."""
        lines = [
            *self.above,
            self.gap.join(self.header),
            *(line for row in self.rows for line in row),
            *self.below,
        ]
        return ("\n".join(lines) + "\n").encode()


def pasted_table(rng: Random) -> Table:
    """Make a table of one row per region, as a report prints it."""
    feed = FEEDS[FEED]
    regions = rng.sample([region for region in REGIONS if region[0] != "00"], rng.randrange(5, 22))
    table = Table(feed, [], len(regions), {output: [None] * len(regions) for output in feed.outputs})
    shares = [(rng.randrange(50, 980), 1) if rng.random() < 0.9 else None for _ in regions]
    table.truth["county_code"] = [region[0] for region in regions]
    table.truth["as_of"] = ["2025-12"] * len(regions)
    table.truth["share_num"] = [share and share[0] for share in shares]
    table.truth["share_den"] = [share and 1000 for share in shares]
    table.truth["denominator"] = [rng.choice(("population", "listed")) for _ in regions]
    table.declared = {"form": "pasted"}
    return table


def plan_pasted(rng: Random, table: Table) -> PastedPlan:
    """Choose a form for a table."""
    plan = PastedPlan(table, gap=rng.choice(("\t", "  ", "     ")))
    if rng.random() < 0.4:
        plan.above = ["Tabell 3. Registrerad andel", *rng.choice(([], [""]))]
    if rng.random() < 0.4:
        plan.below = rng.choice((["Källa: regionernas redovisning"], ["", "Not: preliminärt"]))
    mark = rng.choice(("", " %", f"{NBSP}%"))
    for at in range(table.rows):
        plan.rows.append(_row(rng, plan, at, mark))
    return plan


def _row(rng: Random, plan: PastedPlan, at: int, mark: str) -> list[str]:
    truth = plan.table.truth
    code, number = truth["county_code"][at], truth["share_num"][at]
    share = ".." if number is None else f"{number // 10},{number % 10}{mark}"
    base = {"population": "befolkning", "listed": "listade"}[truth["denominator"][at]]
    rest = [truth["as_of"][at], share, base]
    names = next(region[1:3] for region in REGIONS if region[0] == code)
    if code not in WRAPPED or rng.random() < 0.3:
        return [plan.gap.join([rng.choice(names), *rest])]
    first, last = WRAPPED[code]
    return rng.choice(([plan.gap.join([first, *rest]), last], [first, plan.gap.join([last, *rest])]))


def made_pasted(plan: PastedPlan, data: bytes | None = None) -> Made:
    """Make the file of a plan; `data` in place of what the plan would give."""
    first, at = len(plan.above) + 2, []
    for row in plan.rows:
        at.append(first)
        first += len(row)
    blank = sum(not line for line in (*plan.above, *plan.below))
    lines = {"header": 1, "title": sum(map(bool, plan.above)), "blank": blank, "rows": len(plan.rows)}
    lines |= {"note": sum(map(bool, plan.below)), "continuation": sum(len(row) - 1 for row in plan.rows)}
    return Made(
        name=plan.name,
        form="pasted",
        data=plan.data() if data is None else data,
        declared=dict(plan.table.declared),
        truth=plan.table.truth,
        at=tuple(at),
        lines=lines,
        feed=FEED,
        canaries=frozenset(),
    )


def make_pasted(rng: Random) -> Made:
    """Make a pasted table."""
    return made_pasted(plan_pasted(rng, pasted_table(rng)))
