// The figures of a unit.

// The width of what stands inside the page, without its padding.
function room() {
  const style = getComputedStyle($("unit"));
  return Math.max($("unit").clientWidth - 2 * parseFloat(style.paddingLeft), 280);
}

function strips(row, nodes, period, tier) {
  const width = room(),
    narrow = width < 500,
    step = narrow ? 44 : 30;
  const from = narrow ? 6 : 280,
    to = width - (narrow ? 6 : 74);
  const top = Math.min(...nodes.map((node) => N[node].depth));
  const rows = nodes.map((node) => scored(period, node));
  const known = nodes.flatMap((node, i) => rows[i].map((one) => value(node, one)));
  if (nodes.includes(ROOT) && MANY) known.push(R.low[row], R.high[row]);
  const x = scale(Math.min(...known), Math.max(...known), from, to);
  const lines = nodes.map((node, i) => {
    const y = step * (i + 1) - 14,
      words = narrow ? y - 15 : y + 4,
      own = value(node, row);
    const mates = rows[i].filter((one) => there(tier) && R.tier[one] === tier);
    const middle = mean((mates.length ? mates : rows[i]).map((one) => value(node, one)));
    return [
      label(
        node === ROOT ? W.score : N[node].name,
        words,
        narrow ? width - 70 : from - 16,
        12 * (N[node].depth - top),
      ),
      svg("path", {
        class: "all",
        d: rows[i].map((one) => `M${x(value(node, one)).toFixed(1)} ${y - 6}v12`).join(""),
      }),
      node === ROOT &&
        MANY &&
        svg("path", { class: "reach", d: `M${x(R.low[row])} ${y}H${x(R.high[row])}` }),
      there(middle) && svg("path", { class: "middle", d: `M${x(middle)} ${y - 6}l5 -7h-10z` }),
      there(own) && svg("circle", { class: "own", cx: x(own), cy: y, r: 5.5 }),
      svg("text", { class: "digits", x: width, y: words, "text-anchor": "end" }, score(own)),
    ];
  });
  const told = nodes.map(
    (node) => `${node === ROOT ? W.score : N[node].name}: ${score(value(node, row))}`,
  );
  return drawing(width, step * nodes.length + 2, told.join("; "), lines);
}

function stripKey(tier) {
  const own = drawing(12, 12, "", svg("circle", { class: "own", cx: 6, cy: 6, r: 5 }));
  const middle = drawing(12, 12, "", svg("path", { class: "middle", d: "M6 9l5 -6h-10z" }));
  return h(
    "p",
    { class: "legend" },
    h("span", {}, own, W.key_unit),
    h("span", {}, middle, there(tier) ? W.key_tier : W.key_all),
    h("span", {}, W.position_note),
  );
}

function bars(entries) {
  return h(
    "table",
    { class: "bars" },
    h(
      "tbody",
      {},
      entries.map((entry) =>
        h(
          "tr",
          {},
          h(
            "th",
            { scope: "row" },
            entry.mark || null,
            entry.name instanceof Node ? entry.name : bdi(entry.name),
          ),
          h(
            "td",
            {},
            drawing(
              120,
              10,
              "",
              svg("rect", { class: "rail-box", width: 120, height: 8, y: 1 }),
              svg("rect", {
                class: entry.tone || "fill",
                width: Math.max(0, Math.min(1, entry.share)) * 120,
                height: 8,
                y: 1,
              }),
            ),
          ),
          h("td", { class: "number" }, entry.text),
        ),
      ),
    ),
  );
}

function imputedMark(cell) {
  if (!cell) return null;
  const words = MANY
    ? say("imputed_between", { low: amount(cell[2]), high: amount(cell[3]) })
    : W.imputed;
  return h("span", { class: "hollow", role: "img", "aria-label": words, title: words });
}

function overTime(unit, period) {
  const rows = D.periods
    .map((_, one) => rowOf(unit, one))
    .filter((row) => there(row) && there(value(ROOT, row)));
  if (rows.length < 2) return null;
  const width = room(),
    comparable = Boolean(D.comparable);
  const x = scale(R.period[rows[0]], R.period[rows[rows.length - 1]], 76, width - 24);
  const at = (row) => x(R.period[row]).toFixed(1);
  const parts = [];
  let height = 0;
  if (comparable) {
    const medians = rows.map((row) => median(scored(R.period[row]).map((one) => value(ROOT, one))));
    const values = rows.flatMap((row, i) => [
      R.low[row],
      R.high[row],
      value(ROOT, row),
      medians[i],
    ]);
    const y = scale(Math.min(...values), Math.max(...values), 160, 14);
    const upper = rows.map((row) => `${at(row)} ${y(R.high[row]).toFixed(1)}`);
    const back = [...rows].reverse().map((row) => `${at(row)} ${y(R.low[row]).toFixed(1)}`);
    parts.push(
      ticks(Math.min(...values), Math.max(...values), 3).map((tick) => [
        svg("path", { class: "grid", d: `M40 ${y(tick)}H${width}` }),
        svg("text", { class: "axis", x: 34, y: y(tick) + 4, "text-anchor": "end" }, score(tick)),
      ]),
    );
    if (MANY) parts.push(svg("path", { class: "ribbon", d: `M${[...upper, ...back].join("L")}Z` }));
    parts.push(
      svg("path", {
        class: "dashed",
        d: `M${rows.map((row, i) => `${at(row)} ${y(medians[i]).toFixed(1)}`).join("L")}`,
      }),
    );
    parts.push(
      svg("path", {
        class: "line",
        d: `M${rows.map((row) => `${at(row)} ${y(value(ROOT, row)).toFixed(1)}`).join("L")}`,
      }),
    );
    parts.push(
      rows.map((row) =>
        svg("circle", {
          class: "own",
          cx: at(row),
          cy: y(value(ROOT, row)),
          r: R.period[row] === period ? 5 : 2.5,
        }),
      ),
    );
    height = 170;
  }
  const every = Math.ceil(rows.length / (width / 52));
  parts.push(svg("text", { class: "axis", x: 34, y: height + 20, "text-anchor": "end" }, W.rank));
  rows.forEach((row, i) => {
    const chosen = R.period[row] === period ? "axis strong" : "axis";
    if ((rows.length - 1 - i) % every) return;
    parts.push(
      svg(
        "text",
        { class: chosen, x: at(row), y: height + 20, "text-anchor": "middle" },
        place(ROOT, row),
      ),
    );
    parts.push(
      svg(
        "text",
        { class: chosen, x: at(row), y: height + 40, "text-anchor": "middle" },
        D.periods[R.period[row]],
      ),
    );
  });
  return h(
    "section",
    {},
    h("h2", {}, W.over_time),
    h("p", { class: "note" }, comparable ? W.over_time_note : W.own_scale),
    drawing(width, height + 46, W.over_time, parts),
  );
}

function median(values) {
  const order = [...values].sort((a, b) => a - b),
    half = order.length >> 1;
  return order.length % 2 ? order[half] : (order[half - 1] + order[half]) / 2;
}

function label(text, y, room, indent = 0) {
  const wide = (c) => (/[\u2e80-\uffef]/.test(c) ? 13 : 6.8);
  let used = indent,
    shown = "";
  for (const c of text) {
    used += wide(c);
    if (used > room) {
      shown = `${shown.trimEnd()}…`;
      break;
    }
    shown += c;
  }
  return svg(
    "text",
    { class: indent ? "name minor" : "name", x: indent, y },
    shown,
    svg("title", {}, text),
  );
}
