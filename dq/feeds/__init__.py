"""The feeds a delivery can hold, each declared once. `FEEDS` lists them; nothing is found by scanning.

A feed of an earlier or later period has the columns of the feed it repeats.
"""

from dataclasses import replace

from dq.core.feed import Feed, Kind
from dq.feeds.column import FeedModel, feed_of
from dq.feeds.listings import Listings
from dq.feeds.money import Claims
from dq.feeds.references import Manifest, PublishedTable, RefPerson, RefProvider, RefRegion
from dq.feeds.staff import RefPhysician, RefTandem, StaffRoll
from dq.feeds.survey import RegisteredShares, SurveyAnswers, SurveyShares
from dq.feeds.visits import Visits

MODELS: dict[str, type[FeedModel]] = {
    "listings": Listings,
    "staff_roll": StaffRoll,
    "claims": Claims,
    "survey_shares": SurveyShares,
    "survey_answers": SurveyAnswers,
    "visits": Visits,
    "registered_shares": RegisteredShares,
    "ref_region": RefRegion,
    "ref_provider": RefProvider,
    "ref_physician": RefPhysician,
    "ref_person": RefPerson,
    "ref_tandem": RefTandem,
    "published_table": PublishedTable,
    "manifest": Manifest,
}

_DECLARED: dict[str, tuple[str, tuple[str, ...]]] = {
    "listings": ("Listningar", ("person_id", "provider_id", "listing_kind", "valid_from")),
    "staff_roll": ("Bemanning", ("physician_id", "provider_id", "employed_from")),
    "claims": ("Begäran om ersättning", ("provider_id", "period", "version")),
    "survey_shares": ("Enkätandelar", ("survey_id", "question_id", "county_code", "group")),
    "survey_answers": ("Enkätsvar", ("respondent_id",)),
    "visits": ("Besök", ("contact_id",)),
    "registered_shares": ("Publicerade registrerade andelar", ("county_code", "as_of", "statistic")),
    "ref_region": ("Regioner", ("county_code",)),
    "ref_provider": ("Vårdcentraler med avtal", ("provider_id",)),
    "ref_physician": ("Legitimationsregister", ("physician_id",)),
    "ref_person": ("Folkbokföring", ("person_id",)),
    "ref_tandem": ("Gemensamma listor", ("list_id", "physician_id")),
    "published_table": ("Publicerad tabell", ("table_id", "row_label", "column_label")),
    "manifest": ("Leveransförteckning", ("file",)),
}

FEEDS: dict[str, Feed] = {name: feed_of(name, *_DECLARED[name], model) for name, model in MODELS.items()}

# The same columns at another time (readings.md, Additions to the data model).
REPEATS = {
    "listings_previous": ("listings", "Listningar föregående period"),
    "listings_next": ("listings", "Listningar cirka 30 dagar efter mätdagen"),
    "staff_roll_previous": ("staff_roll", "Bemanning föregående period"),
    "claims_history": ("claims", "Tidigare begäran"),
}
for _name, (_of, _title) in REPEATS.items():
    FEEDS[_name] = replace(FEEDS[_of], name=_name, title_sv=_title)
    MODELS[_name] = MODELS[_of]

# What the rules read that judge every cell there is, whatever feed it came in.
ALL_FEEDS = tuple(FEEDS)


def feeds_with(*kinds: Kind) -> tuple[str, ...]:
    """Name the feeds that have a column of one of the kinds, in the order of `FEEDS`."""
    return tuple(name for name, feed in FEEDS.items() if any(each.kind in kinds for each in feed.columns))
