"""ABS-06: placeholder instead of a person."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="ABS-06",
    title="Placeholder instead of a doctor",
    title_sv="Platshållare i stället för läkare",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PHYSICIAN_AT_PROVIDER,
    source="Norway: lister uten lege; Inera definition: namngiven läkare",
    sv="{affected} {affected:listning|listningar} har en platshållare (till exempel Vakant) i "
    "stället för en läkare.",
    en="{affected} {affected:listing carries|listings carry} a placeholder (such as Vakant) instead "
    "of a doctor.",
    todo_sv="Räkna inte dem som namngivna.",
    todo_en="Do not count them as named.",
    examined_sv="varje namn med namngivna listningar på en vårdcentral.",
    fails_sv="hela namnet eller id:t är en platshållare (vakant, vikarie, hyrläkare, jour, team, läkare N, "
    "ledig, test, okänd, NN; aldrig en del av ett namn, så Jourdan och Testelius fälls inte), eller så "
    "har bemanningslistan den dagen personen bara i en roll som inte är läkare.",
    nulls_sv="en okänd roll fälls inte; den prövas av CMP-01. En listning helt utan namn är inte namngiven "
    "och granskas inte; CMP-02 räknar den om den ingår i begäran.",
    books=Books.DOCTOR,
    step=Step.ABSENT,
    needs_roll=True,
)
def placeholder(pairs: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag lists that stand on a placeholder, or on somebody who is no doctor.

    Examined: each name with named listings at a provider.
    Fails: the whole id or name is a placeholder (vakant, vikarie, hyrläkare, jour, team, läkare N, ledig,
        test, okänd, NN; reading A-37: never a part of a word, so Jourdan and Testelius stand), or the roll
        that day knows the person only in a role that is no doctor.
    Nulls: an unknown role is not a wrong one; CMP-01 judges it. A listing without any name is not named and
        not examined; CMP-02 counts it if it was claimed.
    """
    doctor = nw.max_horizontal("is_specialist", "is_st", "is_bt", "is_at", "is_unlicensed").fill_null(0)
    not_a_doctor = nw.col("here") & (doctor == 0) & (nw.col("is_other") > 0).fill_null(value=False)
    return pairs.with_columns(
        affected=nw.col("named"), total=nw.col("named"), fails=nw.col("placeholder") | not_a_doctor
    ).pipe(as_outcome)
