"""CMP-03: every contracted provider submitted."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="CMP-03",
    title="Contracted clinic has sent nothing",
    title_sv="Vårdcentral med avtal har inte lämnat",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.DELIVERY,
    source="our default; 17 of 21 regions report (SOS-06)",
    sv="Avtal finns på mätdagen, men inte en rad har kommit: {detail}.",
    en="A contract holds on the measurement day, but not one row has come: {detail}.",
    todo_sv="Be vårdcentralen om filen, eller rätta avtalsregistret.",
    todo_en="Ask the clinic for the file, or correct the contract register.",
    examined_sv="varje vårdcentral vars avtal gäller på mätdagen, för varje slag av fil som leveransen har: "
    "listningar, bemanning, begäran.",
    fails_sv="inte en rad gäller vårdcentralen, och ingen egen fil har avvisats. En begäran för en annan dag "
    "har kommit; körningen säger det för sig.",
    nulls_sv="ett avtal utan startdag gäller. Utan avtalsregister bedöms regeln inte.",
    books=Books.NAMED_PART,
    evidence="",
)
def provider_missing(deliveries: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag contracted providers of whom a feed of the delivery holds no row.

    Examined: each provider whose contract holds on the day, for each of listings, staff roll and claims that
        the delivery has at all.
    Fails: no row of the provider, and no file of its own was refused; a refused file came and is told of as
        such, and so is a claim for another day.
    Nulls: a contract without a start date holds. Without `ref_provider` the rule is not judged.
    """
    missing = (nw.col("rows") == 0) & (nw.col("refused") == 0)
    return deliveries.with_columns(fails=missing, detail=nw.col("feed")).pipe(as_outcome)
