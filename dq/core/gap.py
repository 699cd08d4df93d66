"""Registered beside perceived share for a nation: what is published, what is bounded, what is not known."""

from dataclasses import dataclass
from fractions import Fraction

from dq.core.run import Perceived


@dataclass(frozen=True)
class RegionFigure:
    """One region. Shares are 0-1; null where the figure is not published (`ej publicerat`).

    `registered` is the region's own figure with the day and denominator it was printed with; `supported`
    and `perceived` are filled only where they were measured. `compared` says that the figure belongs to
    the nation's own day and denominator, so that a gap may be shown.
    `status`: published, not_reported (named as not reporting on `as_of`) or not_published (nothing known).
    """

    county_code: str
    name: str
    population: int
    registered: Fraction | None
    as_of: str = ""
    denominator: str = ""
    value_origin: str = ""
    source: str = ""
    supported: Fraction | None = None
    perceived: Perceived | None = None
    status: str = "not_published"
    compared: bool = False

    @property
    def gap(self) -> Fraction | None:
        """Registered minus perceived, 0-1; null unless both are known and may be compared."""
        if not self.compared or self.registered is None or self.perceived is None:
            return None
        return self.registered - self.perceived.share


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest national share that the data allow, 0-1, and the assumption it rests on.

    `assumption`: `computed` (a mean over known regions) or `if_unweighted` (a printed mean, read as an
    unweighted one). `support` is where the regions that have not reported are taken to lie.
    """

    key: str  # manski, manski_supported, weighted, weighted_supported
    low: Fraction
    high: Fraction
    assumption: str
    support: tuple[Fraction, Fraction] = (Fraction(0), Fraction(1))


@dataclass(frozen=True)
class NationalGap:
    """The nation: the mean of the reporting regions, the perceived share, the gap, and the bounds.

    `unweighted`, `weighted` and `supported` are means over the same `reporting` regions; null when the
    regional figures behind a published mean are not known. `stated_mean` is a mean as printed, weighting
    unknown. `missing` names the regions behind `expected - reporting`; empty when they are not named.
    `what_if` holds intervals as they would be for a number of answers that is not known.
    """

    regions: tuple[RegionFigure, ...]
    as_of: str
    denominator: str
    reporting: int
    expected: int
    missing: tuple[str, ...]
    stated_mean: Fraction | None
    unweighted: Fraction | None
    weighted: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    perceived: Perceived | None
    bounds: tuple[Bounds, ...]
    sources: tuple[tuple[str, str], ...]  # (figure, source)
    notes: tuple[str, ...]
    synthetic: bool = False
    scenario: str = ""
    supported: Fraction | None = None
    what_if: tuple[Perceived, ...] = ()

    @property
    def registered(self) -> Fraction | None:
        """The national registered share: the printed mean, else the unweighted mean."""
        return self.stated_mean if self.stated_mean is not None else self.unweighted

    @property
    def gap(self) -> Fraction | None:
        """Registered minus perceived, 0-1; null if either is missing."""
        if self.registered is None or self.perceived is None:
            return None
        return self.registered - self.perceived.share

    @property
    def published(self) -> tuple[RegionFigure, ...]:
        """The regions that have a registered share of their own."""
        return tuple(region for region in self.regions if region.registered is not None)
