"""The page in a real browser: no policy violation, and the script sorts, filters and counts."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from run_fixture import region_run
from run_frames import RULES

from dq.report.region import region_html

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or "chromium"
CLICKS = """
<script>
var out = [];
function names() {
  var heads = Array.from(document.querySelectorAll("#tc tbody tr:not([hidden]) th"));
  return heads.map(function (x) { return x.textContent; });
}
out.push(names().length);
document.querySelector("button[data-dec=all]").click();
out.push(names().length);
var heads = document.querySelectorAll("#tc thead button");
heads[1].click();
out.push(names()[0], heads[1].parentNode.getAttribute("aria-sort"));
heads[4].click();
out.push(names()[0], document.querySelector(".live").textContent);
document.getElementById("q").value = "oxel";
document.getElementById("q").dispatchEvent(new Event("input"));
out.push(names().join("+"));
document.getElementById("theme").click();
out.push(document.documentElement.dataset.theme);
document.documentElement.dataset.out = out.join("|");
</script></body>"""


def chromium(page: Path, *flags: str) -> tuple[str, str]:
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={page.parent}/profile",
    ]
    done = subprocess.run(
        [*command, *flags, page.as_uri()], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout, done.stderr


def test_the_policy_is_kept_and_the_script_runs(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(region_html(region_run(), RULES, "sv"), encoding="utf-8")
    dom, log = chromium(page, "--enable-logging=stderr", "--dump-dom")
    assert "CONSOLE" not in log and "Refused" not in log
    assert 'class="js"' in dom
    assert "Visar 6 av 8 vårdcentraler." in dom


def test_sort_filter_search_and_theme(tmp_path: Path) -> None:
    html = re.sub(r"<meta http-equiv[^>]*>", "", region_html(region_run(), RULES, "sv"))
    page = tmp_path / "report.html"
    page.write_text(html.replace("</body>", CLICKS), encoding="utf-8")
    dom, _ = chromium(page, "--dump-dom")
    found = re.search(r'data-out="([^"]+)"', dom)
    assert found
    assert found[1].split("|") == [
        "6",
        "8",
        "Björkbackens",
        "ascending",
        "Kastanjbackens",
        "Visar 8 av 8 vårdcentraler. Sorterat efter Begärt, kr.",
        "Oxelgårdens",
        "dark",
    ]


def test_the_printed_page_is_tagged_and_has_few_pages(tmp_path: Path) -> None:
    page, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(region_html(region_run(), RULES, "sv"), encoding="utf-8")
    chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    content = pdf.read_bytes()
    assert b"/MarkInfo" in content and b"/StructTreeRoot" in content
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 8
