"""The shape of a suite file. Unknown keys are refused, with the nearest right name."""

from datetime import date
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Strict(BaseModel):
    """Base of every settings table: no unknown keys, values never changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RegionTable(Strict):
    """`[region]`: the payer."""

    code: str
    name: str
    synthetic: bool = False


class DatesTable(Strict):
    """`[dates]`: whole days after the measurement day."""

    payment: int = 30
    decide_by: int = 30
    answer_by: int = 51


class Valid(Strict):
    """A table that holds for a county and a time; empty = everywhere, always. `valid_to` is exclusive."""

    county: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, county: str, day: date) -> bool:
        """Whether it applies to a county on a day."""
        started = self.valid_from is None or self.valid_from <= day
        ended = self.valid_to is not None and self.valid_to <= day
        return self.county in ("", county) and started and not ended


class TariffTable(Valid):
    """`[[tariffs]]`: a payment rule, öre per person and claim row; shares as text ("0.75")."""

    kind: Literal["none", "cliff", "linear", "tiered"]
    capitation_ore_per_listed: int = 0
    rate_ore_per_listed: int = 0
    rate_ore_per_named: int = 0
    tiers: tuple[tuple[str, int], ...] = ()
    source: str = ""

    @field_validator("tiers")
    @classmethod
    def _shares(cls, tiers: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
        for share, _ in tiers:
            Fraction(share)  # a ValueError becomes a refusal that names the table
        return tiers

    def steps(self) -> tuple[tuple[Fraction, int], ...]:
        """The tiers with exact shares, lowest first."""
        return tuple(sorted((Fraction(share), rate) for share, rate in self.tiers))


class LimitsTable(Valid):
    """`[[limits]]`: limits by name, as rules call them; a later table wins."""

    values: dict[str, Any] = Field(default_factory=dict)
    source: str = ""


class SurveyTable(Strict):
    """`[survey]`: how survey shares are read."""

    deff_default: str = "1.5"
    group: str = ""


class DeliveryTable(Strict):
    """`[delivery]`: what a delivery may deviate from without ending in exit code 11."""

    allow_other_day: bool = False
    allow_old_snapshot: bool = False


class RuleTable(BaseModel):
    """`[rules.ID]`: limits of one rule, and whether the run needs its judgement."""

    model_config = ConfigDict(extra="allow", frozen=True)
    required: bool = True


class SuiteFile(Strict):
    """A whole `suite.toml`."""

    name: str
    extends: str = ""
    title_sv: str
    title_en: str
    region: RegionTable
    dates: DatesTable = DatesTable()
    tariffs: tuple[TariffTable, ...] = ()
    limits: tuple[LimitsTable, ...] = ()
    rules: dict[str, RuleTable] = Field(default_factory=dict)
    expectations: tuple[str, ...] = ()
    survey: SurveyTable = SurveyTable()
    delivery: DeliveryTable = DeliveryTable()
