"""Small deliveries of one or two clinics as files, spoilt one cell at a time. Nobody in them exists."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from dq.core.run import Run
from dq.pipeline.region import check

DAY = date(2026, 10, 31)
A, B = "SE2321000016-A001", "SE2321000016-B001"
Files = dict[str, str]


def table(*rows: Sequence[object]) -> str:
    """Write rows as a CSV with semicolons."""
    return "".join(";".join(map(str, row)) + "\n" for row in rows)


def listing(provider: str, doctors: Mapping[str, int], first: int = 0) -> str:
    """List so many persons on each doctor; an empty name is nobody."""
    named = [doctor for doctor, n in doctors.items() for _ in range(n)]
    rows = ((f"P{first + i:06d}", provider, doctor, "2020-01-01") for i, doctor in enumerate(named))
    return table(("Person-ID", "Enhet", "LäkarID", "Listad från"), *rows)


def roll(*doctors: tuple[str, str]) -> str:
    """Employ specialists full time: (provider, doctor)."""
    head = (
        "HSA-id läkare",
        "Enhet",
        "Befattning",
        "Specialitet",
        "Tjänstgöringsgrad",
        "Anst fr.o.m.",
        "ST-slut",
    )
    rows = ((who, where, "specialist", "allmänmedicin", "1,0", "2019-01-01", "") for where, who in doctors)
    return table(head, *rows)


def claim(provider: str, listed: object, named: object, **words: object) -> tuple[object, ...]:
    """Give one row of a claims file; version 1 for the measurement day unless told."""
    own = {"period": "2026-10", "day": "2026-10-31", "amount": "", "version": "1", "sent": "2026-11-01"}
    own |= words  # type: ignore[assignment]
    return (provider, own["period"], own["day"], listed, named, own["amount"], own["version"], own["sent"])


def claims(*rows: tuple[object, ...]) -> str:
    """Write a claims file."""
    head = ("Enhet", "Period", "Mätdatum", "Antal listade", "Antal listade på läkare", "Belopp", "Version")
    return table((*head, "Inrapporterat"), *rows)


def manifest(*rows: Sequence[object], head: Sequence[str] = ("Fil", "Innehåll", "Rader")) -> str:
    """Write the delivery manifest: file, feed, rows."""
    return table(head, *rows)


def one() -> Files:
    """Clinic A: 1 000 listed, 800 named on two doctors, all in order."""
    return {
        "listning_A.csv": listing(A, {"dr1": 400, "dr2": 400, "": 200}),
        "bemanning.csv": roll((A, "dr1"), (A, "dr2")),
        "begaran.csv": claims(claim(A, 1000, 800)),
        "vc.csv": table(("Enhet", "Enhetsnamn", "Länskod", "Avtal fr.o.m."), (A, "Alfa", "99", "2015-01-01")),
        "leg.csv": table(("LäkarID", "Legitimation fr.o.m."), ("dr1", "2000-01-01"), ("dr2", "2000-01-01")),
        "manifest.csv": manifest(("listning_A.csv", "listings", 1000)),
    }


def two() -> Files:
    """Clinics A and B, each with 1 000 listed and 800 named, all in order."""
    files = one()
    files["listning_B.csv"] = listing(B, {"dr3": 800, "": 200}, first=10_000)
    files["bemanning.csv"] = roll((A, "dr1"), (A, "dr2"), (B, "dr3"))
    files["begaran.csv"] = claims(claim(A, 1000, 800), claim(B, 1000, 800))
    files["vc.csv"] += table((B, "Beta", "99", "2015-01-01"))
    files["leg.csv"] += table(("dr3", "2000-01-01"))
    return files


def put(folder: Path, files: Files) -> Path:
    """Write the files in a new folder."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def judge(folder: Path, files: Files, *, suite: str = "", delivery: str = "") -> Run:
    """Write a delivery and judge it, by the demo's suite without expectations; run folder `ut` beside it."""
    place = put(folder / "in", counted(files))
    return check([place], suite=suite or str(own_suite(folder, delivery)), day=DAY, out=folder / "ut")


def counted(files: Files) -> Files:
    """State the rows of the files that the manifest leaves out, where it has a column of rows."""
    told = files.get("manifest.csv", "")
    if "Rader" not in told.partition("\n")[0]:
        return files
    feeds = {"listning": "listings", "bemanning": "staff_roll", "begaran": "claims"}
    rest = [(name, feeds[stem], text.count("\n") - 1) for name, text in files.items()
            if (stem := name.partition(".")[0].partition("_")[0]) in feeds and name not in told]  # fmt: skip
    width = told.partition("\n")[0].count(";") + 1
    return files | {"manifest.csv": told + table(*((*row, *[""] * (width - 3)) for row in rest))}


def own_suite(folder: Path, delivery: str) -> Path:
    """Write a suite that is the demo's with another table `[delivery]`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "suite.toml"
    head = 'name = "own"\nextends = "demo"\ntitle_sv = "a"\ntitle_en = "a"\nexpectations = []\n'
    region = '[region]\ncode = "99"\nname = "X"\nsynthetic = true\n'
    path.write_text(f"{head}{region}[delivery]\n{delivery}\n", encoding="utf-8")
    return path


def ended(run: Run, rule_id: str) -> tuple[str, str, str]:
    """Say status, reason and detail of a rule."""
    (each,) = (each for each in run.results if each.rule_id == rule_id)
    return each.status.value, each.reason.value if each.reason else "", each.detail


def found(run: Run, *rule_ids: str) -> list[tuple[str, str, int]]:
    """List the findings of rules: rule, provider, rows affected."""
    rows = run.findings.select("rule_id", "provider_id", "affected").iter_rows()
    return [row for row in rows if row[0] in rule_ids]


def notes(run: Run) -> set[str]:
    """Keys of the notes of a run."""
    return {note.partition(":")[0] for note in run.notes}
