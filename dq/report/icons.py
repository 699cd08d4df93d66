"""The shapes that go with a word and a colour: a proposal, a state, or one of the three measures."""

from markupsafe import Markup

_DRAWING = {
    "pay": Markup('<circle class="f-ok" cx="7" cy="7" r="6.6"/>'),
    "hold": Markup('<path class="f-stop" d="M4.2 0h5.6L14 4.2v5.6L9.8 14H4.2L0 9.8V4.2z"/>'),
    "adjust": Markup('<path class="f-rev" d="M7 .6 14 13.4H0z"/>'),
    "reject": Markup(
        '<path class="f-rej" '
        'd="M2.6 0 7 4.4 11.4 0 14 2.6 9.6 7l4.4 4.4-2.6 2.6L7 9.6 2.6 14 0 11.4 4.4 7 0 2.6z"/>'
    ),
    "inform": Markup('<path class="f-miss" d="M0 0h14v14H0z"/>'),
    "miss": Markup('<path class="f-miss" d="M0 5.5h14v3H0z"/>'),
    "reg": Markup('<circle class="f-reg" cx="7" cy="7" r="6"/>'),
    "val": Markup('<path class="f-val" d="M1.5 1.5h11v11h-11z"/>'),
    "per": Markup('<path class="f-per" d="M7 0l7 7-7 7-7-7z"/>'),
}


def icon(name: str) -> Markup:
    """Draw one shape, 14 px, hidden from screen readers (a word always stands beside it).

    Raises:
        KeyError: no shape has that name.
    """
    return Markup('<svg class="ic" viewBox="0 0 14 14" aria-hidden="true">{}</svg>').format(_DRAWING[name])
