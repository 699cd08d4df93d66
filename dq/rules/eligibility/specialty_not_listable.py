"""ELI-01: specialty is listable."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule
from dq.rules.eligibility.listable import DEFAULT_SPECIALTIES, any_of


@rule(
    id="ELI-01",
    title="Specialty may not have a list",
    title_sv="Specialiteten får inte ha lista",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PHYSICIAN_AT_PROVIDER,
    source="R-03 (government bill), R-04 (Region Stockholm); the law itself sets none (R-01, R-02)",
    sv="{affected} {affected:listning|listningar} på en läkare utan listningsbar specialitet.",
    en="{affected} {affected:listing is|listings are} on a doctor without a specialty that may have a list.",
    todo_sv="Räkna inte dem som namngivna. Vårdcentralen kan visa specialistbevis.",
    todo_en="Do not count them as named. The clinic can show a specialist certificate.",
    examined_sv="läkare med namngivna listningar vars anställning på vårdcentralen gäller på mätdagen. "
    "Övriga prövas av REF och ABS, personer som inte är läkare av ABS-06.",
    fails_sv="ingen anställning där den dagen har en specialitet som får ha lista (listable_specialties) "
    "eller rollen ST.",
    nulls_sv="en läkare utan angiven specialitet fälls: inget visar att en lista är tillåten.",
    books=Books.DOCTOR,
    step=Step.INELIGIBLE,
    needs_roll=True,
    columns=("staff_roll.specialties",),
)
def specialty_not_listable(
    pairs: nw.LazyFrame[Any],
    spells: nw.LazyFrame[Any],
    *,
    listable_specialties: tuple[str, ...] = DEFAULT_SPECIALTIES,
) -> nw.LazyFrame[Any]:
    """Flag doctors with listings who are neither in ST nor specialists in a listable specialty.

    Examined: doctors with named listings whose spell at the provider covers the day. Others are REF and ABS;
        persons who are no doctors are ABS-06.
    Fails: no spell there that day has a specialty in `listable_specialties`, or the role ST without another
        specialty (catalogue: role = ST allmänmedicin).
    Nulls: a doctor without a stated specialty fails: nothing shows that a list is allowed.
    """
    doctor = nw.max_horizontal("is_specialist", "is_st", "is_bt", "is_at", "is_unlicensed").fill_null(0) > 0
    training = (nw.col("role") == "st") & nw.col("specialties").is_null()
    may = any_of(listable_specialties) | training
    keys = ["provider_id", "physician_id"]
    allowed = spells.group_by(keys).agg(may.cast(nw.Int64).max().alias("allowed"))
    return (
        pairs.filter(~nw.col("placeholder") & nw.col("here") & doctor)
        .join(allowed, on=keys, how="left")
        .with_columns(affected=nw.col("named"), total=nw.col("named"), fails=nw.col("allowed") == 0)
        .pipe(as_outcome)
    )
