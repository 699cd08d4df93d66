"""The frames of the hand-built run: eight invented clinics, every proposal, planted ids."""

from fractions import Fraction
from typing import Any

from dq.core.codes import Reason, Status, Step
from dq.core.rule_words import RuleWords
from dq.core.run import WaterfallStep

PERSON, PHYSICIAN = "191212121212", "SE2321000016-PLANTED"

# name, proposal, listed, registered, supported, lowest, claimed, hold, adjust, reject (kronor), reasons
CLINICS: list[tuple[str, str, int, int, int, int, int, int, int, int, list[str]]] = [
    (
        "Kastanjbackens",
        "hold",
        9000,
        8640,
        2250,
        0,
        523990,
        150000,
        373990,
        0,
        ["CON-01", "CAP-04", "UNQ-02", "TMP-02"],
    ),
    ("Vikängens", "reject", 0, 0, 0, 0, 252601, 0, 0, 252601, ["CMP-04"]),
    ("Oxelgårdens", "hold", 8000, 7280, 6640, 4080, 504714, 183382, 40000, 0, ["ABS-03", "CAP-04"]),
    ("Norrbackens", "adjust", 5000, 4400, 1800, 1800, 276574, 0, 164151, 0, ["ABS-02"]),
    ("Åkerbackens", "hold", 4500, 4140, 2565, 2025, 247111, 60000, 65538, 0, ["CON-02"]),
    ("Björkbackens", "adjust", 6000, 4860, 4850, 4850, 283345, 0, 1098, 0, ["UNQ-02"]),
    ("Ekbackens", "pay", 7000, 4200, 4200, 4200, 310000, 0, 0, 0, []),
    ("Havgårdens", "pay", 6500, 3900, 3900, 3900, 290000, 0, 0, 0, []),
]


def provider(place: int, clinic: tuple[Any, ...]) -> dict[str, Any]:
    name, disposition, listed, registered, supported, lowest, claimed, hold, adjust, reject, reasons = clinic
    judged = disposition != "reject"
    not_now = hold + adjust + reject
    return {
        "provider_id": f"V{place}",
        "provider_name": name,
        "county_code": "99",
        "ownership": "public",
        "disposition": disposition,
        "judged": judged,
        "listed": listed,
        "registered": registered,
        "supported": supported if judged else None,
        "lowest": lowest if judged else None,
        "claimed_listed": listed or 4000,
        "claimed_named": registered or 1968,
        "claimed_ore": claimed * 100,
        "claim_computed": False,
        "pay_now_ore": (claimed - not_now) * 100,
        "hold_ore": hold * 100,
        "adjust_ore": adjust * 100,
        "reject_ore": reject * 100,
        "not_now_ore": not_now * 100,
        "reasons": reasons,
        "s_identity": 0,
        "s_absent": 0,
        "s_ineligible": 0,
        "s_capacity": 0,
        "s_held": (supported - lowest) if judged else 0,
    }


def finding(
    rule: str, disposition: str, provider_id: str, affected: int, kronor: int, sv: str
) -> dict[str, Any]:
    return {
        "finding_id": f"{rule}-{provider_id}".ljust(64, "0"),
        "rule_id": rule,
        "severity": "error",
        "disposition": disposition,
        "provider_id": provider_id,
        "physician_id": PHYSICIAN,
        "value": 1.0,
        "threshold": 2.0,
        "affected": affected,
        "total": 9000,
        "covered_by": None,
        "amount_ore": kronor * 100,
        "message_sv": sv,
        "message_en": f"EN {sv}",
        "source_rows": [{"file": PERSON, "row": 987654}],
        "evidence": "listings",
    }


def outcome(rule: str, status: Status, **values: Any) -> dict[str, Any]:
    base = {
        "rule_id": rule,
        "group": "x",
        "status": status.value,
        "reason": None,
        "detail": "",
        "required": True,
        "unit": "provider",
        "severity": "error",
        "disposition": "hold",
        "examined": 8,
        "failing": 0,
        "covered": 0,
        "not_judged": 0,
        "affected": 0,
        "providers": 0,
        "amount_ore": 0,
        "rows_read": 46000,
        "rows_in_scope": 46000,
    }
    return base | values


FOUND = [
    finding(
        "CON-01", "hold", "V0", 2200, 134200, "Alla 2 200 namngivna listningar ligger på en enda läkare."
    ),
    finding("CAP-04", "adjust", "V0", 6390, 373990, "6 390 listningar ligger över ersättningstaket."),
    finding("CAP-04", "adjust", "V2", 640, 40000, "640 listningar ligger över ersättningstaket."),
    finding("UNQ-02", "adjust", "V0", 8, 480, "8 patienter har två öppna listningar."),
    finding("UNQ-02", "adjust", "V5", 10, 1098, "10 patienter har två öppna listningar."),
    finding("TMP-02", "adjust", "V0", 9, 549, "9 listningar gällde inte på mätdagen."),
    finding("ABS-03", "hold", "V2", 2560, 183382, "Läkaren är borta i 212 dagar utan ersättare."),
    finding("ABS-02", "adjust", "V3", 2600, 164151, "Läkaren var inte anställd på mätdagen."),
    finding("CON-02", "hold", "V4", 1575, 60000, "En läkare bär 81 % av listan på 33 % av tiden."),
    finding("CMP-04", "reject", "V1", 0, 252601, "Filen har 5 812 rader, följebrevet säger 6 840."),
    finding("PLA-03", "inform", "V6", 0, 0, "Andelen har ändrats 16 procentenheter på ett år."),
]
RESULTS = [
    outcome("CON-01", Status.FAIL, failing=1, affected=2200, providers=1, amount_ore=13420000),
    outcome(
        "CAP-04",
        Status.FAIL,
        failing=5,
        affected=7030,
        providers=2,
        amount_ore=41399000,
        disposition="adjust",
    ),
    outcome(
        "UNQ-02", Status.FAIL, failing=18, affected=18, providers=2, amount_ore=157800, disposition="adjust"
    ),
    outcome(
        "TMP-02", Status.FAIL, failing=9, affected=9, providers=1, amount_ore=54900, disposition="adjust"
    ),
    outcome("ABS-03", Status.FAIL, failing=1, affected=2560, providers=1, amount_ore=18338200),
    outcome(
        "ABS-02",
        Status.FAIL,
        failing=1,
        affected=2600,
        providers=1,
        amount_ore=16415100,
        disposition="adjust",
    ),
    outcome("CON-02", Status.FAIL, failing=1, affected=1575, providers=1, amount_ore=6000000),
    outcome(
        "CMP-04", Status.FAIL, failing=1, providers=1, amount_ore=25260100, disposition="reject", unit="file"
    ),
    outcome("PLA-03", Status.FAIL, failing=1, providers=1, disposition="inform"),
    outcome("ABS-04", Status.NOT_JUDGED, reason=Reason.FEED_MISSING.value, detail="visits", required=False),
    outcome("SRV-02", Status.NOT_JUDGED, reason=Reason.NONE_IN_SCOPE.value),
    outcome("UNQ-01", Status.PASS, unit="row", examined=46000, not_judged=3),
    outcome("REF-02", Status.PASS, unit="physician x provider", examined=30),
    outcome("EXP-region-01", Status.PASS, unit="provider", examined=8),
]
NAMES = {
    "CON-01": "Alla på en läkare",
    "CAP-04": "Över ersättningstaket",
    "UNQ-02": "Dubbel listning",
    "TMP-02": "Inte listad på mätdagen",
    "ABS-03": "Lång frånvaro",
    "ABS-02": "Läkaren inte anställd",
    "CON-02": "Orimlig koncentration",
    "CMP-04": "Kontrollsumman stämmer inte",
    "PLA-03": "Hopp i andelen",
    "ABS-04": "Inga besök",
    "SRV-02": "Vikter",
    "UNQ-01": "Dubbla rader",
    "REF-02": "Läkaren hör till vårdcentralen",
}
RULES = {
    key: RuleWords(
        key, f"{name} EN", name, "{affected}", "{affected}", "Be om svar.", "Ask for an answer.", "x", None
    )
    for key, name in NAMES.items()
}


def panels() -> list[dict[str, Any]]:
    rows = []
    for place, clinic in enumerate(CLINICS):
        left, heads = clinic[3], 4
        shares = (
            [0.9, 0.05, 0.03, 0.02]
            if clinic[0] in ("Kastanjbackens", "Åkerbackens")
            else [0.3, 0.3, 0.25, 0.15]
        )
        for head in range(heads if left else 0):
            st = head == 3
            rows.append(
                {
                    "provider_id": f"V{place}",
                    "physician_id": f"{PHYSICIAN}-{place}-{head}",
                    "role": "st" if st else "specialist",
                    "named": round(left * shares[head]),
                    "fte_milli": [1000, 800, 1000, 500][head],
                    "ceiling": 1100 if st else 2200,
                }
            )
    rows.append(
        {
            "provider_id": "V6",
            "physician_id": PHYSICIAN,
            "role": "",
            "named": 12,
            "fte_milli": None,
            "ceiling": None,
        }
    )
    return rows


def steps() -> tuple[WaterfallStep, ...]:
    listed, claim = 46000, 37420
    parts = [
        ("registered", claim, "level", ()),
        ("identity", 27, "deducted", ("UNQ-02", "TMP-02")),
        ("absent", 2600, "deducted", ("ABS-02",)),
        ("ineligible", 0, "deducted", ()),
        ("capacity", 8588, "deducted", ("CAP-04",)),
        ("supported", 26205, "level", ()),
        ("held", 5350, "held", ("ABS-03", "CON-01", "CON-02")),
        ("lowest", 20855, "level", ()),
    ]
    made = [
        WaterfallStep(
            key, rows, Fraction(rows, listed), kind, rules, Step(key) if kind == "deducted" else None
        )
        for key, rows, kind, rules in parts
    ]
    asked = Fraction(31, 100)
    made.append(WaterfallStep("residual", None, Fraction(26205, listed) - asked, "residual"))
    made.append(WaterfallStep("perceived", None, asked, "level"))
    return tuple(made)
