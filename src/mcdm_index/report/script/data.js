// The data of the page, and small tools. Names come from data and are only ever set as text.

const D = JSON.parse(document.getElementById("data").textContent);
const W = D.words,
  R = D.rows,
  N = D.nodes;
const ROOT = N.findIndex((node) => node.parent === null);
const LEAVES = N.flatMap((node, i) => (node.leaf ? [i] : []));
const DIMENSIONS = N.flatMap((node, i) => (node.parent === ROOT ? [i] : []));
const ORDER = below(ROOT);
const GROUPS = ORDER.filter((i) => !N[i].leaf);
const ROWS = R.unit.map((_, row) => row);
const MANY = D.draws > 1;
const state = { period: D.shown, key: "rank", down: false, query: "" };

function below(node) {
  return N.flatMap((one, i) => (one.parent === node ? [i, ...below(i)] : []));
}

const $ = (id) => document.getElementById(id);
const say = (key, parts = {}) =>
  W[key].replace(/\{(\w+)\}/g, (whole, name) => (name in parts ? parts[name] : whole));
const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => (values.length ? sum(values) / values.length : null);
const there = (value) => value !== null && value !== undefined;
const fold = (text) => text.normalize("NFKC").toLowerCase();

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (there(value) && value !== false) element.setAttribute(name, value);
  }
  for (const child of children.flat(Infinity))
    if (there(child) && child !== false) element.append(child);
  return element;
}
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
const bdi = (text) => h("bdi", {}, text);

function drawing(width, height, label, ...children) {
  const attributes = { width, height, viewBox: `0 0 ${width} ${height}` };
  if (label) Object.assign(attributes, { role: "img", "aria-label": label });
  else attributes["aria-hidden"] = "true";
  return svg("svg", attributes, ...children);
}

function score(value) {
  if (!there(value)) return "–";
  return D.decimals > 6 || Math.abs(value) >= 1e7
    ? value.toPrecision(4)
    : value.toFixed(D.decimals).replace("-", "−");
}
function amount(value) {
  if (!there(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e12 || (size > 0 && size < 1e-4)) return value.toExponential(3);
  const digits = size >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 };
  return value.toLocaleString(D.lang, digits);
}
const percent = (share, digits = 0) => `${(100 * share).toFixed(digits)}%`;
const signed = (value) => (value > 0 ? "+" : "") + score(value);
const span = (low, high) => (low === high ? `${low}` : `${low}–${high}`);

function scale(low, high, from, to) {
  const width = high - low;
  return (value) => (width > 0 ? from + ((value - low) / width) * (to - from) : (from + to) / 2);
}
function ticks(low, high, count) {
  const width = high - low;
  if (!(width > 0)) return [low];
  const rough = width / count,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [10, 5, 2, 1].find((m) => m * power <= rough * 1.2);
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step)
    found.push(Math.abs(value) < step * 1e-9 ? 0 : value);
  return found;
}

// What the data say of rows.

const name = (row) => D.units[R.unit[row]];
const value = (node, row) => R.scores[node][row];
const place = (node, row) => R.ranks[node][row];
const PERIODS = (D.periods.length ? D.periods : [""]).map(() => []);
ROWS.forEach((row) => PERIODS[R.period[row]].push(row));
const AT = new Map(ROWS.map((row) => [`${R.unit[row]} ${R.period[row]}`, row]));
const inPeriod = (period) => PERIODS[period];
const scored = (period, node = ROOT) => inPeriod(period).filter((row) => there(value(node, row)));
const rowOf = (unit, period) => AT.get(`${unit} ${period}`);
const byRank = (rows) => [...rows].sort((a, b) => place(ROOT, a) - place(ROOT, b));
const tierClass = (tier) => (there(tier) ? `tier${Math.min(tier, 7)}` : "tier-none");

function extent(rows) {
  const values = rows.flatMap((row) => [value(ROOT, row), R.low[row], R.high[row]]);
  const known = values.filter(there);
  return [Math.min(...known), Math.max(...known)];
}
function address(unit, period) {
  const when = D.periods.length ? `&period=${encodeURIComponent(D.periods[period])}` : "";
  return `#unit=${encodeURIComponent(D.units[unit])}${when}`;
}
function link(row) {
  if (!D.pages[R.unit[row]]) return bdi(name(row));
  return h("a", { href: address(R.unit[row], R.period[row]) }, bdi(name(row)));
}
function tierMark(tier) {
  if (!there(tier)) return "–";
  const dot = drawing(10, 10, "", svg("circle", { class: tierClass(tier), cx: 5, cy: 5, r: 4 }));
  return h("span", { class: "tier" }, dot, bdi(D.tiers[tier]));
}
const tierKey = () =>
  h(
    "p",
    { class: "legend" },
    h("span", {}, W.tier),
    D.tiers.map((_, tier) => tierMark(tier)),
  );
const gradeMark = (grade) => (there(grade) ? h("span", { class: "grade" }, D.grades[grade]) : "–");
