/* Theme, print, sort, filter, CSV. Without it the page is whole: every row, sorted, details usable. */
(function () {
"use strict";
var d = document, root = d.documentElement, lang = root.lang;
function all(s, c) { return Array.prototype.slice.call((c || d).querySelectorAll(s)); }
function on(x, e, f) { if (x) x.addEventListener(e, f); }
root.classList.add("js");

var theme = d.getElementById("theme");
function dark() {
  return (root.dataset.theme || (matchMedia("(prefers-color-scheme:dark)").matches ? "dark" : "light")) === "dark";
}
if (theme) theme.setAttribute("aria-pressed", String(dark()));
on(theme, "click", function () {
  root.dataset.theme = dark() ? "light" : "dark";
  theme.setAttribute("aria-pressed", String(dark()));
});

var opened = [];
on(d.getElementById("print"), "click", function () { print(); });
on(window, "beforeprint", function () {
  opened = all("details:not([open])");
  opened.forEach(function (x) { x.open = true; });
});
on(window, "afterprint", function () { opened.forEach(function (x) { x.open = false; }); });

function jump() {
  var to = d.getElementById(location.hash.slice(1)), box = to && to.closest("details");
  if (box) { box.open = true; to.scrollIntoView(); }
}
on(window, "hashchange", jump);
jump();

all("table[data-sort]").forEach(function (t) {
  all("thead th button", t).forEach(function (b) {
    on(b, "click", function () {
      var h = b.closest("th"), i = h.cellIndex, n = h.classList.contains("n"), was = h.getAttribute("aria-sort");
      var way = was === "descending" ? 1 : was === "ascending" ? -1 : n ? -1 : 1, body = t.tBodies[0];
      function key(r) { var c = r.cells[i]; return c.dataset.v === undefined ? c.textContent.trim() : c.dataset.v; }
      all("thead th", t).forEach(function (x) { x.removeAttribute("aria-sort"); });
      h.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
      all("tr", body).sort(function (p, q) {
        var x = key(p), y = key(q);
        return way * (n ? x - y : x.localeCompare(y, lang, { numeric: true }));
      }).forEach(function (r) { body.appendChild(r); });
      var live = d.querySelector('[data-filter="' + t.id + '"] .live');
      if (live) live.textContent = live.dataset.now + " " + live.dataset.sorted.replace("{name}", b.textContent);
    });
  });
});

all("[data-filter]").forEach(function (box) {
  var t = d.getElementById(box.dataset.filter), rows = all("tbody tr", t), live = box.querySelector(".live");
  var find = box.querySelector("input"), rule = box.querySelector("select"), kinds = all("button[data-dec]", box);
  function show() {
    var on = kinds.filter(function (b) { return b.getAttribute("aria-pressed") === "true"; })[0];
    var dec = on ? on.dataset.dec : "all", q = find.value.toLowerCase(), n = 0;
    rows.forEach(function (r) {
      var kind = dec === "all" || r.dataset.dec === dec || (dec === "act" && r.dataset.dec !== "pay");
      var name = r.querySelector("th").textContent.toLowerCase().indexOf(q) >= 0;
      var hit = !rule.value || (" " + r.dataset.rules + " ").indexOf(" " + rule.value + " ") >= 0;
      r.hidden = !(kind && name && hit);
      if (!r.hidden) n++;
    });
    live.dataset.now = live.dataset.text.replace("{n}", n).replace("{m}", rows.length);
    live.textContent = live.dataset.now;
  }
  kinds.forEach(function (b) {
    on(b, "click", function () {
      kinds.forEach(function (x) { x.setAttribute("aria-pressed", String(x === b)); });
      show();
    });
  });
  on(find, "input", show);
  on(rule, "change", show);
  show();
});

all("button[data-csv]").forEach(function (b) {
  function cell(c) {
    var v = (c.dataset.c || c.dataset.v || c.textContent).trim().replace(/\s+/g, " ");
    if (/^[=+\-@|%]/.test(v) && isNaN(v)) v = "'" + v;
    if (lang === "sv" && c.dataset.v && !c.dataset.c) v = v.replace(".", ",");
    return '"' + v.replace(/"/g, '""') + '"';
  }
  on(b, "click", function () {
    var rows = all("thead tr, tbody tr", d.getElementById(b.dataset.csv)).filter(function (r) { return !r.hidden; });
    var text = rows.map(function (r) { return all("th,td", r).map(cell).join(";"); }).join("\r\n") + "\r\n";
    var a = d.createElement("a");
    a.href = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv" }));
    a.download = b.dataset.name;
    a.click();
    setTimeout(function () { URL.revokeObjectURL(a.href); }, 1000);
  });
});
})();
