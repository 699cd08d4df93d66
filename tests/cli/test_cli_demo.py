from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from cli_fakes import DAY, FakeRun, a_verdict, module, provider

LABELS = """rule_id,provider_id,physician_id,rows,disposition,kind,note_sv,note_en
CON-01,SE-1,d,5,hold,planted,,
CMP-04,SE-2,,5,reject,planted,,
CON-02,SE-3,,5,pay,honest,,
CON-02,SE-4,,5,pay,honest,,
"""


@pytest.fixture
def generate(monkeypatch) -> list[dict]:
    asked: list[dict] = []

    def region(seed: int, **details) -> SimpleNamespace:
        asked.append({"seed": seed} | details)
        return SimpleNamespace(parcels=pl.DataFrame({"provider_id": ["SE-1"] * 12}))

    def write_delivery(world, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "listning.csv").write_text("x")

    module(
        monkeypatch,
        "dq.generate",
        region=region,
        write_delivery=write_delivery,
        write_labels=lambda world, path: path.write_text(LABELS),
    )
    return asked


def test_the_demo_is_judged_as_any_delivery_and_scored(dq, pipeline, generate) -> None:
    answer = dq("demo")
    asked = pipeline.asked
    assert (asked["paths"], asked["suite"], asked["day"]) == ([Path("dq-demo/in")], "demo", DAY)
    assert (asked["out"], asked["report"]) == (Path("dq-demo/ut"), Path("dq-demo/rapport.html"))
    assert generate == [{"seed": 7, "clean": False}]
    assert answer.err.startswith(
        "Skapar   dq-demo/in/     12 påhittade vårdcentraler, 2 inlagda fel (fröet 7)\n"
        "Kör      dq check dq-demo/in --suite demo --day 2026-10-31\n"
    )
    # SE-3 is honest by the answers, and the verdict adjusts it
    assert answer.out.endswith(
        "Facit    2 av 2 inlagda fel hittade, 1 ärlig vårdcentral flaggad\nÖppna    dq-demo/rapport.html\n"
    )
    assert answer.code == 10


def test_a_missed_fault_is_named(dq, pipeline, generate) -> None:
    verdict = a_verdict(providers=[provider(3, "C", "pay"), provider(4, "D", "pay")])
    pipeline.run = FakeRun(verdict, pl.DataFrame({"rule_id": ["CON-01"], "provider_id": ["SE-1"]}))
    out = dq("demo").out
    assert "1 av 2 inlagda fel hittade, 0 ärliga vårdcentraler flaggade" in out
    assert "Missade: CMP-04 SE-2" in out


def test_seed_and_clean(dq, pipeline, generate) -> None:
    assert dq("demo", "d", "--seed", "11", "--clean").code == 10
    assert generate == [{"seed": 11, "clean": True}]
    assert dq("demo", "d", "--seed", "-1").code == 20


def test_twice_in_a_row_leaves_no_old_files(dq, pipeline, generate, tmp_path) -> None:
    dq("demo", "d")
    (tmp_path / "d/in/old.csv").write_text("x")
    (tmp_path / "d/rapport.html.old").write_text("x")
    assert dq("demo", "d").code == 10
    assert not (tmp_path / "d/in/old.csv").exists()


@pytest.mark.parametrize("name", ["thesis.txt", "labels.csv"])
def test_a_folder_with_other_things_is_left_alone(dq, pipeline, generate, tmp_path, name) -> None:
    (tmp_path / "mine/in").mkdir(parents=True)
    (tmp_path / "mine" / name).write_text("my own")
    answer = dq("demo", "mine")
    assert answer.code == 20 and "Välj en annan mapp" in " ".join(answer.err.split())
    assert (tmp_path / "mine/in").is_dir() and generate == []
