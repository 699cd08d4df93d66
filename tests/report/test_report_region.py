"""What the region report says: amounts that add, proposals, states, reasons and words."""

import re
from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest
from page_reader import read_page
from run_fixture import region_run, states
from run_frames import CLINICS, RULES, outcome
from run_schemas import OUTCOMES

from dq.core.codes import Reason, Status
from dq.core.run import Run
from dq.report.case import Case, exact_kronor, exact_share
from dq.report.region import region_html
from dq.report.view_region import RegionView, region_view
from dq.words import Words

STATES = states()


def view(run: Run, lang: str = "sv") -> RegionView:
    return region_view(run, RULES, lang)


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_the_four_parts_add_to_the_claim_and_the_rows_to_the_total() -> None:
    totals = STATES["findings"].totals
    assert totals is not None
    assert totals.claimed_ore == totals.pay_now_ore + totals.hold_ore + totals.adjust_ore + totals.reject_ore
    table = view(STATES["findings"]).clinics
    assert table is not None
    for column in range(3):
        assert sum(number(row.money[column].text) for row in table.rows) == number(table.total[2 + column])
    assert table.total == (
        "81\u00a0%",
        "45–57\u00a0%",
        "2\u00a0688\u00a0335",
        "1\u00a0397\u00a0575",
        "1\u00a0290\u00a0760",
    )


def test_the_heading_gives_both_amounts_and_rounding_is_owned_up_to() -> None:
    summary = view(STATES["findings"]).summary
    assert summary.heading == "Förslag: betala 1,40\u00a0mkr av 2,69\u00a0mkr nu"
    assert summary.split is not None
    assert [part.amount for part in summary.split.parts] == [
        f"{x}\u00a0mkr" for x in ("1,40", "0,39", "0,64", "0,25")
    ]
    assert summary.split.rounding, "1,40 + 0,39 + 0,64 + 0,25 = 2,68"
    assert summary.sentence.count("<b>") == 4


def test_the_table_is_sorted_by_what_is_not_paid_now() -> None:
    table = view(STATES["findings"]).clinics
    assert table is not None
    amounts = [float(row.money[2].value) for row in table.rows]
    assert amounts == sorted(amounts, reverse=True)
    assert [row.name for row in table.rows][:2] == ["Kastanjbackens", "Vikängens"]
    assert [row.tag.word for row in table.rows][:2] == ["Håll inne", "Avvisa"]


def test_a_clinic_that_was_not_judged_says_so_and_shows_its_claimed_share() -> None:
    table = view(STATES["findings"]).clinics
    assert table is not None
    rejected = next(row for row in table.rows if row.name == "Vikängens")
    assert [cell.text for cell in rejected.shares] == ["49\u00a0%", "ej bedömd"]
    assert rejected.shares[1].value == "-1"


def test_a_clinic_without_effect_gives_a_reason_in_words() -> None:
    table = view(STATES["findings"]).clinics
    assert table is not None
    paid = [row for row in table.rows if row.disposition == "pay"]
    assert [row.no_reason for row in paid] == ["inga fynd som påverkar belopp"] * 2
    assert [row.money[2].text for row in paid] == ["0", "0"]


def test_the_first_reason_is_in_words_then_two_codes_then_a_count() -> None:
    table = view(STATES["findings"]).clinics
    assert table is not None
    first = table.rows[0]
    assert [(reason.rule_id, reason.name) for reason in first.reasons] == [
        ("CON-01", "Alla på en läkare"),
        ("CAP-04", ""),
        ("UNQ-02", ""),
    ]
    assert first.more == "+1"


def test_all_rows_are_in_the_page_without_a_script() -> None:
    cells = read_page(region_html(STATES["findings"], RULES, "sv")).cells
    assert len(cells) == 1 + len(CLINICS) + 1
    assert all(cell.strip() for row in cells for cell in row)


def test_a_skipped_check_has_its_own_state_with_the_reason() -> None:
    found = view(STATES["findings"])
    rows = {row.rule_id: row for row in found.checks.skipped}
    assert rows["ABS-04"].reason == "fil saknas: besök"
    assert (rows["ABS-04"].tag.word, rows["ABS-04"].required) == ("Hoppades över", "frivillig")
    assert rows["SRV-02"].tag.word == "Inget att pröva"
    assert "12 kontroller körda" in found.summary.muted[0]
    assert "1 hoppades över (fil saknas: besök)" in found.summary.muted[0]
    assert [row.rule_id for row in found.checks.quiet] == ["EXP-region-01", "REF-02", "UNQ-01"]
    assert found.checks.quiet[2].examined == "46\u00a0000 rader, 3 ej bedömda"


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.NONE_IN_SCOPE])
def test_every_reason_has_words(reason: Reason) -> None:
    frame = pl.DataFrame([outcome("ABS-04", Status.NOT_JUDGED, reason=reason.value)], schema=OUTCOMES)
    run = replace(STATES["clear"], outcomes=frame)
    assert view(run).checks.skipped[0].reason != reason.value
    assert view(run).summary.badge.tone != "ok", "not judged is never green"


@pytest.mark.parametrize(
    ("state", "tone", "badge", "heading"),
    [
        (
            "findings",
            "rev",
            "Kontrollen klar – 6 vårdcentraler att hantera",
            "Förslag: betala 1,40\u00a0mkr av",
        ),
        ("clear", "ok", "Inga fynd", "Förslag: betala 600\u00a0000\u00a0kr till alla 2 vårdcentraler"),
        (
            "skipped",
            "miss",
            "Inga fynd – 1 av 4 kontroller hoppades över",
            "Förslag: betala 600\u00a0000\u00a0kr",
        ),
        ("incomplete", "rev", "Filer saknas", "7 av 8 vårdcentraler har lämnat fil"),
        ("refused", "stop", "Kunde inte bedömas", "Inget förslag lämnas"),
        ("no_money", "rev", "Kontrollen klar – 6 vårdcentraler att hantera", "6 vårdcentraler att hantera"),
    ],
)
def test_each_state_has_its_badge_and_heading(state: str, tone: str, badge: str, heading: str) -> None:
    summary = view(STATES[state]).summary
    assert (summary.badge.tone, summary.badge.text) == (tone, badge)
    assert summary.heading.startswith(heading)


def test_a_run_without_proposal_shows_no_amount_and_says_what_stopped_it() -> None:
    html = region_html(STATES["refused"], RULES, "sv")
    assert "Begärt" not in html and "mkr" not in html
    shown = view(STATES["refused"])
    assert shown.clinics is None and shown.summary.split is None
    assert [item.what for item in shown.summary.refusals] == ["vikangen.csv", "REF-01", "REF-03"]
    assert "Troligen ofullständig bemanningsfil" in html


def test_an_incomplete_run_names_the_clinic_and_keeps_the_proposal() -> None:
    shown = view(STATES["incomplete"])
    assert shown.summary.muted[1] == "Fil saknas från: Havgårdens."
    assert shown.summary.sentence.startswith("Förslag: betala 1,40\u00a0mkr av 2,69\u00a0mkr nu.")
    assert len(shown.banners) == 2


def test_without_a_survey_the_gap_is_left_out_in_words() -> None:
    shown = view(STATES["no_survey"])
    assert len(shown.summary.figures) == 3
    assert shown.summary.figures[2].value == "Ingen enkät angiven"
    assert shown.gap.rows[-1].name == "Lägst styrkt" and shown.gap.no_survey
    few = view(STATES["few_answers"])
    assert few.summary.figures[2].value == "Visas inte"
    assert "31" not in few.gap.rows[-1].share


def test_few_answers_are_dimmed_and_the_interval_is_never_made_up() -> None:
    asked = STATES["findings"].perceived
    assert asked is not None
    dim = view(replace(STATES["findings"], perceived=replace(asked, n=60))).summary.figures[2]
    assert dim.tone == "dim" and "få svar" in dim.base
    unknown = view(
        replace(STATES["findings"], perceived=replace(asked, n=None, low=None, high=None))
    ).summary.figures
    assert "inte känd" in unknown[2].base and "inte känd" in unknown[3].base


def test_the_figures_carry_their_base() -> None:
    figures = view(STATES["findings"]).summary.figures
    assert [figure.value for figure in figures] == ["81,3\u00a0%", "57,0\u00a0%", "31\u00a0%", "50\u00a0p.e."]
    assert figures[0].base == "37\u00a0420 av 46\u00a0000 listade"
    assert figures[1].base == "lägst 45,3\u00a0% om inga svar kommer"
    assert figures[2].base == "95 % KI 28–34\u00a0%, n = 812 svar"
    assert figures[3].base == "95 % KI 47–53\u00a0p.e."


def test_the_waterfall_steps_add_up_and_tiny_ones_are_not_zero() -> None:
    steps = {step.key: step for step in STATES["findings"].waterfall}
    taken = sum((s.share for s in steps.values() if s.kind in ("deducted", "residual")), Fraction(0))
    assert steps["registered"].share - taken == steps["perceived"].share
    rows = {row.name: row for row in view(STATES["findings"]).gap.rows}
    assert rows["Dubbel eller inte på mätdagen"].share == "−0,1\u00a0p.e."
    assert rows["Läkaren får inte listas på"].share == "0,0\u00a0p.e."
    assert rows["Oförklarat"].rows == "."
    assert Case(STATES["findings"], RULES, Words("sv")).taken(Fraction(1, 9999)) == "under 0,1\u00a0p.e."


def test_the_note_on_the_unexplained_part_says_it_is_never_a_ground() -> None:
    for lang, words in (("sv", "aldrig bli grund"), ("en", "never be a ground")):
        assert words in region_html(STATES["findings"], RULES, lang)


def test_without_money_the_table_has_no_amounts() -> None:
    table = view(STATES["no_money"]).clinics
    assert table is not None
    assert len(table.columns) == 4 and all(row.money == () for row in table.rows)
    assert "claims" in view(STATES["no_money"]).summary.no_money


def test_doctors_are_numbered_within_their_clinic() -> None:
    doctors = view(STATES["findings"]).doctors
    oxel = [row for row in doctors.rows if row.clinic == "Oxelgårdens"]
    assert [row.doctor for row in oxel] == [f"Läkare {n} av 4" for n in (1, 2, 3, 4)]
    assert "1 läkare utan känd tid eller roll" in doctors.sub
    assert doctors.chart.count('<path class="dotx"') == 2
    assert doctors.title == "2 av 28 läkare ligger över ersättningstaket"


def test_concentration_is_red_only_where_a_check_fired() -> None:
    chart = view(STATES["findings"]).doctors.top_chart
    assert chart.count('class="f-stop"') == 2
    assert chart.count('class="f-reg"') == 5


def test_the_heat_table_counts_named_listings_and_hatches_what_was_not_judged() -> None:
    heat = view(STATES["findings"]).heat
    rows = {row.name: row.cells for row in heat.rows}
    columns = [rule for rule, _ in heat.columns]
    assert columns == ["ABS-02", "ABS-03", "CAP-04", "CON-01", "CON-02", "TMP-02", "UNQ-02"]
    cell = rows["Kastanjbackens"][columns.index("CAP-04")]
    assert (cell.text, cell.shade) == ("74", "c4")
    assert rows["Kastanjbackens"][columns.index("UNQ-02")].text == "<0,1"
    assert {cell.text for cell in rows["Vikängens"]} == {".."}


def test_the_files_say_whether_their_lines_add_up() -> None:
    files = {file.name: file for file in view(STATES["findings"]).about.files}
    assert files["listning_2026-10.csv"].sums == "går ihop"
    assert files["vikangen.csv"].sums == "avvisad"
    broken = replace(STATES["findings"].files[0], rows=45_999)
    assert view(replace(STATES["findings"], files=(broken,))).about.files[0].sums == "går inte ihop"


def test_exact_values_for_sorting() -> None:
    assert [exact_kronor(ore) for ore in (0, 5, 100, 12345, -250)] == [
        "0.00",
        "0.05",
        "1.00",
        "123.45",
        "-2.50",
    ]
    assert [exact_share(1, 3), exact_share(0, 0)] == ["0.3333", "-1"]


def test_a_single_clinic_region_renders() -> None:
    run = region_run(CLINICS[3:4])
    assert "1 vårdcentral att hantera" in region_html(run, RULES, "sv")
