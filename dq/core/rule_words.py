"""A rule as people read it: its name, sentence and advice in both languages, without its function."""

from dataclasses import dataclass

from dq.core.codes import Step


@dataclass(frozen=True)
class RuleWords:
    """The words of one rule or expectation.

    `sv` and `en` hold `{affected}`, `{total}`, `{value}`, `{threshold}`. `group` is the catalogue
    group; `step` the waterfall step its listings are charged to, null if none.
    """

    id: str
    title: str
    title_sv: str
    sv: str
    en: str
    todo_sv: str
    todo_en: str
    group: str
    step: Step | None
