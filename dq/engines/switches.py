"""Switches in the environment that would make pandera judge less than it says.

pandera reads them once, when it is first imported, and refuses a misspelt depth with an error of its
own. So the command line asks here first; the contract asks pandera itself again before it is used.
"""

from collections.abc import Mapping

from dq.core.errors import UsageFault

TRUE = ("True", "true", "1")
ALLOWED: dict[str, tuple[str, ...]] = {
    "PANDERA_VALIDATION_ENABLED": TRUE,
    "PANDERA_VALIDATION_DEPTH": ("SCHEMA_AND_DATA",),
    "PANDERA_USE_NARWHALS_BACKEND": ("False", "false", "0"),
}


def refuse_switches(environ: Mapping[str, str]) -> None:
    """Refuse an environment that switches pandera off, halves it, or changes how it counts.

    Raises:
        UsageFault: `pandera_off`, naming the variable and what to set it to.
    """
    for variable, allowed in ALLOWED.items():
        if environ.get(variable, allowed[0]) not in allowed:
            raise pandera_off(variable)


def pandera_off(variable: str) -> UsageFault:
    """Name the switch that is in the way."""
    return UsageFault("pandera_off", variable=variable, wanted=ALLOWED[variable][0])
