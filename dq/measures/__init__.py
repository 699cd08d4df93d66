"""Frames derived once per run. `MEASURES` lists them; feeds come in, small tables come out."""

from dq.core.measure import Measure
from dq.measures.claimed import claimed
from dq.measures.deliveries import deliveries
from dq.measures.doctors import panels, spells, staffing
from dq.measures.explained import explained
from dq.measures.listed import active, list_rows, provider_rows, surplus_rows
from dq.measures.pairs import pairs

MEASURES: dict[str, Measure] = {
    each.name: each
    for each in (
        active,
        provider_rows,
        list_rows,
        surplus_rows,
        spells,
        staffing,
        pairs,
        panels,
        claimed,
        deliveries,
        explained,
    )
}
