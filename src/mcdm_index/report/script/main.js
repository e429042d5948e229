// Which page is shown, and in which period.

let left = 0;
function show() {
  const asked = new URLSearchParams(location.hash.slice(1).replace(/\+/g, "%2B"));
  const unit = asked.has("unit") ? D.units.indexOf(asked.get("unit")) : -1;
  const report = $("report"),
    page = $("unit");
  if (!asked.has("unit")) {
    const back = report.hidden;
    page.hidden = true;
    report.hidden = false;
    document.title = TITLE;
    syncPeriod();
    if (!back) return;
    draw();
    if (location.hash === "#ranking" || !location.hash) window.scrollTo(0, left);
    else if ($(location.hash.slice(1))) $(location.hash.slice(1)).scrollIntoView();
    return;
  }
  if (!report.hidden) left = window.scrollY;
  report.hidden = true;
  page.hidden = false;
  if (unit < 0 || !D.pages[unit]) {
    page.replaceChildren(
      h("p", {}, W.unknown_unit),
      h("p", {}, h("a", { href: "#ranking" }, `← ${W.back}`)),
    );
    return;
  }
  const named = D.periods.indexOf(asked.get("period"));
  const has = (one) => one >= 0 && there(rowOf(unit, one));
  const last = R.period[ROWS.filter((row) => R.unit[row] === unit).pop()];
  state.period = [named, state.period, last].find(has);
  drawUnit(unit, state.period);
  document.title = `${D.units[unit]} · ${TITLE}`;
  window.scrollTo(0, 0);
  page.querySelector("h1").focus({ preventScroll: true });
}
function syncPeriod() {
  if (D.periods.length) $("period").value = state.period;
}
function draw() {
  drawCurve();
  drawRanking();
  drawGroups();
}
function choosePeriods() {
  const seen = new Set(R.period);
  if (seen.size < 2) return;
  $("period-control").hidden = false;
  $("period").append(
    ...D.periods.flatMap((title, i) => (seen.has(i) ? [h("option", { value: i }, title)] : [])),
  );
  $("period").addEventListener("change", () => {
    state.period = Number($("period").value);
    draw();
  });
  syncPeriod();
}

const TITLE = document.title;
document.documentElement.classList.add("scripted");
choosePeriods();
$("sort").append(...COLUMNS.map((column) => h("option", { value: column.key }, column.title)));
$("sort").addEventListener("change", () => sortBy($("sort").value));
$("search").addEventListener("input", () => {
  state.query = $("search").value;
  drawRanking();
});
draw();
show();
window.addEventListener("hashchange", show);
let wait = 0,
  wide = document.documentElement.clientWidth;
window.addEventListener("resize", () => {
  clearTimeout(wait);
  wait = setTimeout(() => {
    if (document.documentElement.clientWidth === wide) return;
    wide = document.documentElement.clientWidth;
    if ($("report").hidden) show();
    else draw();
  }, 150);
});
