"""Files packed as gzip, or as the one table of a ZIP."""

import gzip
import io
import zipfile
from random import Random

from made import Made


def make_gzip(rng: Random, made: Made) -> Made:
    """Pack a file as gzip, in one member or two."""
    cut = rng.choice((0, len(made.data) // 2))
    parts = [part for part in (made.data[:cut], made.data[cut:]) if part]
    data = b"".join(gzip.compress(part, mtime=0) for part in parts)
    return made.with_(name=f"{made.name}.gz", form=f"gz {made.form}", data=data)


def make_zip(rng: Random, made: Made) -> Made:
    """Pack a file as ZIP, perhaps in a folder, perhaps beside what a system leaves behind."""
    member = rng.choice(("", "uttag/", "Vårdcentral Åsen/")) + made.name
    extra = rng.choice(([], [], [".DS_Store"], [f"__MACOSX/._{made.name}"]))
    data = zipped([(member, made.data), *((name, b"\x00\x01") for name in extra)], rng.choice((0, 8)))
    return made.with_(name="leverans.zip", form=f"zip {made.form}", data=data, member=member)


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return buffer.getvalue()
