"""Loading a suite: strictly, and resolved for a county and a day."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dq.core.errors import UsageFault, nearest
from dq.core.rule import REQUIRED, Chosen, Rule
from dq.core.tariff import Tariff
from dq.rules import ALWAYS, RULES
from dq.settings.limits import TARGET, TARIFF, WHERE_AND_WHEN, checked, frozen, known_limit, share_of
from dq.settings.model import RuleTable, SuiteFile
from dq.settings.places import shipped, suite_names

RATES = {"cliff": "rate_ore_per_listed", "linear": "rate_ore_per_named", "tiered": "tiers"}
MAX_BYTES = 256 * 1024
TABLES = ("region", "dates", "survey", "delivery", "rules")
LISTS = ("limits", "tariffs")


@dataclass(frozen=True)
class Suite:
    """A suite as it applies on one day: rules with limits in force, tariff, and its expectation files."""

    file: SuiteFile
    path: Path
    chosen: tuple[Chosen, ...]
    tariff: Tariff
    limits: dict[str, Any]
    expectations: tuple[Path, ...]
    skipped: tuple[Chosen, ...] = ()

    @property
    def name(self) -> str:
        """The suite's name."""
        return self.file.name

    def resolved(self) -> dict[str, Any]:
        """Everything in force, as plain data: what the run id and the report are made from."""
        return {
            "suite": self.file.model_dump(mode="json"),
            "rules": {
                each.rule.id: {"required": each.required}
                | {name: _plain(value) for name, value in each.parameters.items()}
                for each in self.chosen
            },
            "limits": {name: _plain(value) for name, value in self.limits.items()},
        }


def load_suite(name: str, day: date, only: tuple[str, ...] = (), skip: tuple[str, ...] = ()) -> Suite:
    """Load a shipped suite by name, or a suite file or folder by path, for a day.

    Raises `UsageFault` for a suite, rule, limit or expectation file that does not exist, for one that is
    empty, and for anything misspelt.
    """
    path = _find(name)
    file = _parse(path)
    if not file.rules:
        raise UsageFault("suite_empty", suite=file.name, file=path.name)
    for chosen in (*only, *skip):
        _known_rule(chosen, file.name)
    for chosen in set(skip) & set(ALWAYS):
        raise UsageFault("rule_always", rule=chosen)
    limits = _limits(file, day) | _tariff_in_force(file, day)
    tables = dict(file.rules)
    for rule_id in ALWAYS:
        tables.setdefault(rule_id, RuleTable())
    for rule_id in tables:
        _known_rule(rule_id, file.name)
    every = tuple(_choose(rule, tables[rule.id], limits, file) for rule in RULES if rule.id in tables)
    wanted = {c.rule.id for c in every if c.rule.id not in skip and (not only or c.rule.id in only)} | set(
        ALWAYS
    )
    return Suite(
        file=file,
        path=path,
        chosen=tuple(c for c in every if c.rule.id in wanted),
        tariff=_tariff(file, day, limits),
        limits=limits,
        expectations=_expectations(file, path),
        skipped=tuple(c for c in every if c.rule.id not in wanted),
    )


def _find(name: str) -> Path:
    given = Path(name)
    if given.suffix == ".toml" or "/" in name:
        path = given / "suite.toml" if given.is_dir() else given
        if not path.is_file():
            raise UsageFault("suite_file_missing", file=given.name)
        return path
    path = shipped("expectations") / name / "suite.toml"
    if not path.is_file():
        names = suite_names()
        raise UsageFault("no_suite", suite=name, nearest=nearest(name, names) or names[0], names=names)
    return path


def _parse(path: Path) -> SuiteFile:
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise UsageFault("suite_too_large", file=path.name, limit=MAX_BYTES)
    if not raw.strip():
        raise UsageFault("suite_empty", suite=path.parent.name, file=path.name)
    try:
        table = _shaped(path, tomllib.loads(raw.decode("utf-8")))
        return SuiteFile.model_validate(_flat_limits(_extended(table)))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageFault("suite_not_toml", file=path.name, why=str(error)) from None
    except ValidationError as error:
        raise _unknown_key(path, error) from None


def _shaped(path: Path, table: dict[str, Any]) -> dict[str, Any]:
    """Refuse `[limits]` for `[[limits]]` and the like, before tables are merged."""
    for key in (*TABLES, *LISTS):
        value, wanted = table.get(key, []), f"[[{key}]]" if key in LISTS else f"[{key}]"
        parts = [value] if key in TABLES and key in table else value
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise UsageFault("suite_shape", file=path.name, key=key, wanted=wanted)
    return table


def _extended(table: dict[str, Any]) -> dict[str, Any]:
    """Lay a suite over the whole one it extends: tables merge, its limits and tariffs come after."""
    if not table.get("extends"):
        return table
    path = _find(str(table["extends"]))
    base = _shaped(path, tomllib.loads(path.read_text(encoding="utf-8")))
    if base.get("extends"):
        # the rules of the third suite would be lost without a word
        raise UsageFault("suite_chain", base=table["extends"], further=base["extends"])
    merged = base | table
    for key in TABLES:
        merged[key] = base.get(key, {}) | table.get(key, {})
    rules, own = base.get("rules", {}), table.get("rules", {})
    merged["rules"] = rules | {rule_id: rules.get(rule_id, {}) | words for rule_id, words in own.items()}
    for key in LISTS:
        merged[key] = [*base.get(key, []), *table.get(key, [])]
    return merged


def _flat_limits(table: dict[str, Any]) -> dict[str, Any]:
    """Let `[[limits]]` name its limits directly: all keys that are not about where and when are limits."""
    limits = [
        {key: each[key] for key in WHERE_AND_WHEN if key in each}
        | {"values": {key: value for key, value in each.items() if key not in WHERE_AND_WHEN}}
        for each in table.get("limits", [])
    ]
    return table | ({"limits": limits} if limits else {})


def _unknown_key(path: Path, error: ValidationError) -> UsageFault:
    # a misspelt key first: it is why another one is missing
    first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    where = [str(part) for part in first["loc"]]
    key = where[-1]
    if first["type"] != "extra_forbidden":
        return UsageFault("suite_value", file=path.name, key=".".join(where), why=first["msg"])
    choices = _choices(where[:-1])
    return UsageFault(
        "suite_key",
        file=path.name,
        key=".".join(where),
        nearest=nearest(key, choices) or choices[0],
        names=choices,
    )


def _choices(where: list[str]) -> list[str]:
    """Names that are right in the table at `where`."""
    model: Any = SuiteFile
    for part in where:
        if part.isdigit():
            continue
        annotation = model.model_fields[part].annotation
        model = next(
            (a for a in getattr(annotation, "__args__", ()) if hasattr(a, "model_fields")), annotation
        )
    return list(model.model_fields)


def _known_rule(rule_id: str, suite: str) -> None:
    ids = [rule.id for rule in RULES]
    if rule_id not in ids:
        raise UsageFault("no_rule", rule=rule_id, suite=suite, nearest=nearest(rule_id, ids) or ids[0])


def _limits(file: SuiteFile, day: date) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for table in file.limits:
        for name, value in table.values.items():
            known_limit(name, file.name)
            for rule in RULES:
                if name in rule.parameters:
                    checked(rule, name, value)
        if table.holds(file.region.code, day):
            limits |= {name: frozen(value) for name, value in table.values.items()}
    return limits


def _tariff_in_force(file: SuiteFile, day: date) -> dict[str, Any]:
    """Name the kind of tariff as a limit, so that rules about amounts are not judged without one."""
    kind = _tariff(file, day, {TARGET: "1"}).kind
    return {} if kind == "none" else {TARIFF: kind}


def _choose(rule: Rule, table: RuleTable, limits: dict[str, Any], file: SuiteFile) -> Chosen:
    own = table.model_extra or {}
    known = list(rule.parameters)
    for name in own:
        if name not in known:
            choices = known or ["required"]
            raise UsageFault("no_parameter", rule=rule.id, parameter=name, suite=file.name, names=choices)
    given = {name: checked(rule, name, value) for name, value in own.items()}
    return Chosen(rule, rule.parameters | _known_to(rule, limits) | given, table.required)


def _known_to(rule: Rule, limits: dict[str, Any]) -> dict[str, Any]:
    return {name: limits[name] for name in rule.parameters if name in limits}


def _plain(value: Any) -> Any:
    if value is REQUIRED:
        return "required"
    return list(value) if isinstance(value, tuple) else value


def _tariff(file: SuiteFile, day: date, limits: dict[str, Any]) -> Tariff:
    holding = [table for table in file.tariffs if table.holds(file.region.code, day)]
    if not holding:
        return Tariff()
    table = holding[-1]
    needed = RATES.get(table.kind, "")
    if needed and not getattr(table, needed):
        raise UsageFault("tariff_rate", suite=file.name, kind=table.kind, rate=needed)
    target = limits.get(TARGET)
    if table.kind == "cliff" and target is None:
        raise UsageFault("no_target", suite=file.name)
    return Tariff(
        kind=table.kind,
        capitation_ore_per_listed=table.capitation_ore_per_listed,
        rate_ore_per_listed=table.rate_ore_per_listed,
        rate_ore_per_named=table.rate_ore_per_named,
        target=share_of(target) if target is not None else None,
        tiers=table.steps(),
    )


def _expectations(file: SuiteFile, path: Path) -> tuple[Path, ...]:
    base = _find(file.extends).parent if file.extends else path.parent
    here = {name: path.parent / name for name in file.expectations}
    paths = tuple(own if own.is_file() else base / name for name, own in here.items())
    there = sorted({each.name for folder in (path.parent, base) for each in folder.glob("*.json")})
    for each in paths:
        if not each.is_file():
            raise UsageFault(
                "no_expectations", file=each.name, suite=file.name, nearest=nearest(each.name, there)
            )
    return paths
