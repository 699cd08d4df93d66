"""The checklist. `RULES` lists every rule, in the order of the catalogue; nothing is found by scanning."""

from dq.core.rule import Rule
from dq.rules.absence.ghost_doctor import ghost_doctor
from dq.rules.absence.not_employed import not_employed
from dq.rules.absence.placeholder import placeholder
from dq.rules.capacity.above_guideline import above_guideline
from dq.rules.capacity.above_harm_threshold import above_harm_threshold
from dq.rules.capacity.above_payment_ceiling import above_payment_ceiling
from dq.rules.capacity.outside_good_range import outside_good_range
from dq.rules.claims.count_above_file import count_above_file
from dq.rules.claims.payment_recomputed import payment_recomputed
from dq.rules.claims.share_differs import share_differs
from dq.rules.claims.threshold_not_supported import threshold_not_supported
from dq.rules.completeness.cell_missing import cell_missing
from dq.rules.completeness.control_total_differs import control_total_differs
from dq.rules.completeness.delivery_unusual import delivery_unusual
from dq.rules.completeness.named_but_missing import named_but_missing
from dq.rules.completeness.provider_missing import provider_missing
from dq.rules.concentration.all_on_one_doctor import all_on_one_doctor
from dq.rules.concentration.out_of_proportion import out_of_proportion
from dq.rules.eligibility.specialty_not_listable import specialty_not_listable
from dq.rules.eligibility.too_early_in_st import too_early_in_st
from dq.rules.plausibility.out_of_range import out_of_range
from dq.rules.referential.doctor_of_another_provider import doctor_of_another_provider
from dq.rules.referential.doctor_unknown import doctor_unknown
from dq.rules.schema.code_or_date_outside import code_or_date_outside
from dq.rules.schema.columns_not_mapped import columns_not_mapped
from dq.rules.schema.hsa_id_invalid import hsa_id_invalid
from dq.rules.schema.marks_of_hand_work import marks_of_hand_work
from dq.rules.schema.number_unreadable import number_unreadable
from dq.rules.schema.person_id_invalid import person_id_invalid
from dq.rules.schema.table_doubtful import table_doubtful
from dq.rules.schema.text_unreadable import text_unreadable
from dq.rules.temporal.ended_but_counted import ended_but_counted
from dq.rules.temporal.interval_order import interval_order
from dq.rules.uniqueness.listed_twice import listed_twice

RULES: tuple[Rule, ...] = (
    columns_not_mapped,
    text_unreadable,
    number_unreadable,
    person_id_invalid,
    hsa_id_invalid,
    code_or_date_outside,
    table_doubtful,
    marks_of_hand_work,
    cell_missing,
    named_but_missing,
    provider_missing,
    control_total_differs,
    delivery_unusual,
    listed_twice,
    doctor_unknown,
    doctor_of_another_provider,
    interval_order,
    ended_but_counted,
    out_of_range,
    all_on_one_doctor,
    out_of_proportion,
    ghost_doctor,
    not_employed,
    placeholder,
    specialty_not_listable,
    too_early_in_st,
    above_guideline,
    outside_good_range,
    above_harm_threshold,
    above_payment_ceiling,
    share_differs,
    count_above_file,
    threshold_not_supported,
    payment_recomputed,
)

# Rules that the reader and the contract feed: every suite runs them, whether it lists them or not.
ALWAYS = ("SCH-01", "SCH-02", "SCH-03", "SCH-04", "SCH-05", "SCH-06", "SCH-07", "SCH-08", "CMP-01", "PLA-01")
