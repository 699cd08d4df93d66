"""The demo region on one page: twelve clinics, nine planted faults, five clinics that are wholly honest.

Judged on `DAY` with the suite `demo`: 40 kr per listed person once 75 % are named, at most 2 200 persons
per doctor, an ST doctor at most two years from the end. Sizes follow domain.md section 9.
"""

from datetime import date
from fractions import Fraction

from dq.core.tariff import Tariff
from dq.generate.clinics import Clinic, Doctor, Fault, Plant, Trap

DAY = date(2026, 10, 31)
PERIOD = "2026-10"
TARIFF = Tariff(kind="cliff", rate_ore_per_listed=4000, target=Fraction(3, 4))


def gp(fte_milli: int, *, duty: str | None = None, shared: str = "") -> Doctor:
    """Plan a specialist in general practice; a duty takes a fifth of full time."""
    return Doctor(fte_milli, duty=duty, exempt_milli=200 if duty else 0, shared=shared)


def st(days_left: int, *, rows: int = 0) -> Doctor:
    """Plan a full-time ST doctor with a list of `rows` persons, or none."""
    return Doctor(1000, role="st", st_days=days_left, lists=rows > 0, rows=rows or None)


GERIATRICIAN = Doctor(800, specialties="geriatrik")
ORTHOPAEDIST = Doctor(500, specialties="ortopedi", lists=False)
JUNIOR = Doctor(1000, role="at", specialties="", employment="temporary", lists=False)
LEFT = Doctor(1000, left_days=60, lists=False)
ON_SICK_LEAVE = Doctor(800, away=(10, 20, "sick"))
ON_PARENTAL_LEAVE = Doctor(1000, away=(120, 150, "parental"), substitute=1)
SUBSTITUTE = Doctor(1000, employment="temporary", lists=False)

ALL_ON_ONE = Fault(
    "CON-01", Plant.ALL_ON_ONE, 0, "hold", doctor=0,
    sv="Alla {rows} namngivna står på en läkare, fast flera kan ha lista.",
    en="All {rows} named persons are on one doctor, though several could have a list.",
)  # fmt: skip
SHORT_FILE = Fault(
    "CMP-04", Plant.SHORT_FILE, 37, "reject",
    sv="Förteckningen anger {rows} fler rader än filen har.",
    en="The manifest states {rows} more rows than the file holds.",
)  # fmt: skip
GHOST = Fault(
    "ABS-01", Plant.GHOST, 700, "hold",
    sv="{rows} listade på en läkare som inte finns i någon bemanningslista.",
    en="{rows} persons on a doctor who is on no staff roll.",
)  # fmt: skip
HAS_LEFT = Fault(
    "ABS-02", Plant.ON_DOCTOR, 1100, "adjust", doctor=6,
    sv="{rows} listade på en läkare som slutade två månader före mätdagen.",
    en="{rows} persons on a doctor who left two months before the day.",
)  # fmt: skip
ST_TOO_EARLY = Fault(
    "ELI-02", Plant.ON_DOCTOR, 400, "adjust", doctor=6,
    sv="{rows} listade på en ST-läkare med tre år kvar.",
    en="{rows} persons on an ST doctor with three years left.",
)  # fmt: skip
WRONG_SPECIALTY = Fault(
    "ELI-01", Plant.ON_DOCTOR, 500, "adjust", doctor=7,
    sv="{rows} listade på en läkare som bara är specialist i ortopedi.",
    en="{rows} persons on a doctor whose only specialty is orthopaedics.",
)  # fmt: skip
TOO_LONG_LIST = Fault(
    "CAP-04", Plant.ON_DOCTOR, 3000, "adjust", doctor=0,
    sv="{rows} listade på en heltidsläkare; taket är 2 200.",
    en="{rows} persons on one full-time doctor; the ceiling is 2,200.",
)  # fmt: skip
VACANCY = Fault(
    "ABS-06", Plant.PLACEHOLDER, 600, "adjust",
    sv="{rows} listade på ”Vakant” i stället för en person.",
    en="{rows} persons on “Vakant” instead of a doctor.",
)  # fmt: skip
LISTED_TWICE = Fault(
    "UNQ-02", Plant.TWICE, 40, "adjust",
    sv="{rows} personer har två öppna listningar på samma vårdcentral.",
    en="{rows} persons have two open listings at the same clinic.",
)  # fmt: skip

ALONE = Trap("CON-01", "Enda läkaren på en liten vårdcentral.", "The only doctor of a small clinic.", 0)
PART_TIME = Trap("CON-02", "Deltider med listor i proportion.", "Part-timers with lists in proportion.")
ST_IN_TIME = Trap("ELI-02", "ST-läkare med 600 dagar kvar.", "ST doctor with 600 days left.", 0)
GERIATRICS = Trap("ELI-01", "Geriatriker får ha lista.", "A geriatrician may have a list.", 1)
BELOW_TARGET = Trap("CLM-03", "Under målet, och begär inget.", "Below the target, and claims nothing.")
TWO_CLINICS = Trap("XPR-02", "Halvtid på två vårdcentraler.", "Half time at each of two clinics.", 3)
SHORT_LEAVE = Trap("ABS-02", "Kort sjukfrånvaro.", "On short sick leave.", 4)
LONG_LEAVE = Trap("ABS-03", "Föräldraledig med vikarie.", "On parental leave, with a substitute.", 0)

PLAN: tuple[Clinic, ...] = (
    Clinic("Kastanjbackens", 7400, 810, "cp1252", "private",
           (gp(1000), gp(800), gp(750), gp(1000), gp(600), st(500, rows=480)), (ALL_ON_ONE,)),
    Clinic("Vikängens", 8600, 800, "bom", "public",
           (gp(1000), gp(1000, duty="mla"), gp(800), gp(750), gp(900), gp(600), st(650, rows=510), JUNIOR),
           (SHORT_FILE,)),
    Clinic("Oxelgårdens", 7900, 800, "xlsx", "private",
           (gp(1000), gp(800), gp(800), gp(750), gp(500), gp(1000, duty="manager")), (GHOST,)),
    Clinic("Norrbackens", 8200, 830, "cp1252", "public",
           (gp(1000), gp(1000), gp(800), gp(750), gp(750), gp(600), LEFT), (HAS_LEFT,)),
    Clinic("Åkerbackens", 8400, 820, "parquet", "public",
           (gp(1000), gp(900), gp(800), gp(750), gp(750), gp(800), st(1095), ORTHOPAEDIST),
           (WRONG_SPECIALTY, ST_TOO_EARLY)),
    Clinic("Daltorpets", 13500, 840, "tab", "public",
           (gp(1000), gp(1000), gp(900), gp(800), gp(800), gp(750), gp(1000), gp(750), gp(600),
            gp(1000, duty="study_director")), (TOO_LONG_LIST,)),
    Clinic("Tallängens", 9100, 840, "cp1252", "private",
           (gp(1000), gp(1000), gp(900), gp(800), gp(750), gp(750), gp(500)), (VACANCY, LISTED_TWICE)),
    Clinic("Stenhyttans", 1500, 780, "cp1252", "public", (gp(1000),), traps=(ALONE,)),
    Clinic("Lärkmarkens", 6200, 800, "comma", "private",
           (gp(500), gp(500), gp(600), gp(550), gp(600), gp(500), gp(500, shared="A")), traps=(PART_TIME,)),
    Clinic("Rönnbrinkens", 7000, 790, "bom", "public",
           (st(600, rows=450), GERIATRICIAN, gp(1000), gp(750), gp(800), gp(600), JUNIOR),
           traps=(ST_IN_TIME, GERIATRICS)),
    Clinic("Humlekullens", 6800, 680, "comma", "public",
           (gp(1000), gp(600), gp(750), gp(500, shared="A"), ON_SICK_LEAVE),
           traps=(BELOW_TARGET, TWO_CLINICS, SHORT_LEAVE)),
    Clinic("Ekbrinkens", 5400, 810, "tab", "private",
           (ON_PARENTAL_LEAVE, SUBSTITUTE, gp(800), gp(750), gp(600)), traps=(LONG_LEAVE,)),
)  # fmt: skip
