"""What a provider is paid for listed and named persons. Whole öre, exact shares, never floats."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

TariffKind = Literal["none", "cliff", "linear", "tiered"]


@dataclass(frozen=True)
class Tariff:
    """A payment rule as data. All rates are öre per person and claim row.

    `cliff`: `rate_ore_per_listed` for every listed person once the named share reaches `target`.
    `linear`: `rate_ore_per_named` for every named person that counts.
    `tiered`: steps (share_from, öre per listed); the highest step reached applies to all listed.
    `capitation_ore_per_listed` is paid whatever the named share is, and is never held.
    Source: domain.md section 4 and readings.md, Money and the waterfall.
    """

    kind: TariffKind = "none"
    capitation_ore_per_listed: int = 0
    rate_ore_per_listed: int = 0
    rate_ore_per_named: int = 0
    target: Fraction | None = None
    tiers: tuple[tuple[Fraction, int], ...] = ()

    @property
    def sets_amounts(self) -> bool:
        """Whether anything can be computed with it; False for the tariff of a suite that has none."""
        return self.kind != "none" or self.capitation_ore_per_listed > 0

    def capitation(self, listed: int) -> int:
        """Öre for `listed` persons before anything for named doctors."""
        return self.capitation_ore_per_listed * listed

    def named_part(self, listed: int, named: int) -> int:
        """Öre for named doctors, given counts of persons. 0 when nobody is listed."""
        if listed <= 0:
            return 0
        share = Fraction(named, listed)
        if self.kind == "cliff":
            reached = self.target is not None and share >= self.target
            return self.rate_ore_per_listed * listed if reached else 0
        if self.kind == "linear":
            return self.rate_ore_per_named * named
        reached_rates = [rate for start, rate in self.tiers if share >= start]
        return reached_rates[-1] * listed if reached_rates else 0

    def pay(self, listed: int, named: int) -> int:
        """Öre in all for `listed` persons of whom `named` count as named."""
        return self.capitation(listed) + self.named_part(listed, named)
