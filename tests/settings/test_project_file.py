"""`dq.toml`: what it may say, and what it is refused for."""

from pathlib import Path

import pytest

from dq.core.errors import UsageFault
from dq.settings.project import Project, find_project


def project(folder: Path, text: str) -> Project:
    (folder / "dq.toml").write_text(text)
    return find_project(folder)


def test_rules_for_files_and_caps(tmp_path: Path) -> None:
    text = '[files."listn*.csv"]\nfeed = "listings"\nencoding = "windows-1252"\n'
    given = project(tmp_path, text + '[files."gammalt/*"]\nignore = true\n[read]\nrows = 7\n')
    first, second = given.file_rules
    assert first.declared is not None
    assert (first.pattern, first.declared.feed, first.declared.encoding) == (
        "listn*.csv",
        "listings",
        "windows-1252",
    )
    assert second.declared is None
    assert given.limits is not None
    assert given.limits.rows == 7


def test_the_nearest_file_above_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "dq.toml").write_text("[read]\nrows = 1\n")
    assert find_project(inner).path == tmp_path / "dq.toml"
    (inner.parent / "dq.toml").write_text("")
    assert find_project(inner).path == inner.parent / "dq.toml"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[files."*"]\nfed = "listings"\n', ("fed", "'feed'")),
        ('[files."*"]\nfeed = "listing"\n', ("listing", "'listings'")),
        ("[read]\nrow = 5\n", ("read.row", "'rows'")),
        ("[reed]\n", ("reed", "'read'")),
        ("[read]\nrows = 'many'\n", ("read.rows",)),
        ("[files]\n'*' = 7\n", ("files.*",)),
        ("[files\n", ("dq.toml",)),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageFault) as caught:
        project(tmp_path, text)
    for lang in ("sv", "en"):
        assert [word for word in words if word not in caught.value.text(lang)] == []
