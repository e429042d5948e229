// The curve of all scores, the ranking, tiers and grades.

function drawCurve() {
  const rows = byRank(scored(state.period)),
    box = $("curve");
  box.replaceChildren();
  if (rows.length < 2) return;
  const width = Math.max(box.clientWidth, 300),
    height = width < 500 ? 220 : 280;
  const [low, high] = extent(rows);
  const x = scale(0, rows.length - 1, 44, width - 12);
  const y = scale(low, high, height - 24, 12);
  const lines = ticks(low, high, 4).map((tick) => [
    svg("path", { class: "grid", d: `M40 ${y(tick)}H${width}` }),
    svg("text", { class: "axis", x: 34, y: y(tick) + 4, "text-anchor": "end" }, score(tick)),
  ]);
  const spans = rows.map(
    (row, i) => `M${x(i).toFixed(1)} ${y(R.low[row]).toFixed(1)}V${y(R.high[row]).toFixed(1)}`,
  );
  const radius = Math.min(5, Math.max(1.6, width / rows.length / 3));
  const dots = rows.map((row, i) =>
    svg("circle", {
      class: there(R.tier && R.tier[row]) ? tierClass(R.tier[row]) : "fill",
      cx: x(i).toFixed(1),
      cy: y(value(ROOT, row)).toFixed(1),
      r: radius.toFixed(1),
    }),
  );
  const ring = svg("circle", { class: "ring", r: radius + 3, visibility: "hidden" });
  const ends = [1, rows.length].map((n, i) =>
    svg(
      "text",
      { class: "axis", x: x(n - 1), y: height - 6, "text-anchor": i ? "end" : "start" },
      `${i ? "" : W.rank + " "}${n}`,
    ),
  );
  const figure = drawing(
    width,
    height,
    W.curve,
    lines,
    MANY && svg("path", { class: "interval", d: spans.join("") }),
    dots,
    ring,
    ends,
  );
  const note = h("p", { class: "readout" });
  const quiet = () => {
    ring.setAttribute("visibility", "hidden");
    note.replaceChildren(
      [W.curve_note, MANY && W.curve_interval, W.curve_hint].filter(Boolean).join(W.space),
    );
  };
  const nearest = (event) => {
    const at = event.clientX - figure.getBoundingClientRect().left;
    const i = Math.round(((at - x(0)) / (x(rows.length - 1) - x(0))) * (rows.length - 1));
    return Math.min(rows.length - 1, Math.max(0, i));
  };
  figure.addEventListener("pointermove", (event) => {
    const i = nearest(event),
      row = rows[i];
    fill(ring, { cx: x(i), cy: y(value(ROOT, row)), visibility: "visible" }, []);
    note.replaceChildren(
      `${place(ROOT, row)}  `,
      h("b", {}, bdi(name(row))),
      `  ${score(value(ROOT, row))}`,
      MANY ? `  (${score(R.low[row])} – ${score(R.high[row])})` : "",
    );
  });
  figure.addEventListener("pointerleave", quiet);
  figure.addEventListener("click", (event) => {
    const row = rows[nearest(event)];
    if (D.pages[R.unit[row]]) location.hash = address(R.unit[row], state.period);
  });
  quiet();
  const legend = D.tiers.length ? tierKey() : null;
  box.append(...[legend, figure, h("figcaption", {}, note)].filter(there));
}

const COLUMNS = [
  { key: "rank", title: W.rank, number: true, of: (row) => place(ROOT, row) },
  { key: "unit", title: W.unit, of: name },
  { key: "score", title: W.score, down: true, of: (row) => value(ROOT, row) },
  ...(D.grades.length
    ? [
        {
          key: "grade",
          title: W.grade,
          of: (row) => R.grade[row],
          show: (row) => gradeMark(R.grade[row]),
        },
      ]
    : []),
  ...(D.tiers.length
    ? [
        {
          key: "tier",
          title: W.tier,
          wide: true,
          of: (row) => R.tier[row],
          show: (row) => tierMark(R.tier[row]),
        },
      ]
    : []),
  ...DIMENSIONS.map((node) => ({
    key: `node${node}`,
    title: N[node].name,
    number: true,
    wide: true,
    down: true,
    of: (row) => value(node, row),
    show: (row) => score(value(node, row)),
  })),
];

function sorted(rows) {
  const column = COLUMNS.find((one) => one.key === state.key);
  const collator = new Intl.Collator(D.lang, { numeric: true });
  const compare = (a, b) => {
    const [p, q] = [column.of(a), column.of(b)];
    if (!there(p) || !there(q)) return there(q) - there(p);
    const order = typeof p === "string" ? collator.compare(p, q) : p - q;
    return state.down ? -order : order;
  };
  return byRank(rows.filter((row) => there(place(ROOT, row))))
    .concat(rows.filter((row) => !there(place(ROOT, row))))
    .sort(compare);
}
function sortBy(key) {
  const column = COLUMNS.find((one) => one.key === key);
  state.down = state.key === key ? !state.down : Boolean(column.down);
  state.key = key;
  drawRanking();
}
function strip(row, x, width) {
  if (!there(value(ROOT, row))) return null;
  return drawing(
    width,
    14,
    "",
    svg("path", { class: "rail", d: `M0 7H${width}` }),
    MANY &&
      svg("path", {
        class: "reach",
        d: `M${x(R.low[row]).toFixed(1)} 7H${x(R.high[row]).toFixed(1)}`,
      }),
    svg("circle", { class: "own", cx: x(value(ROOT, row)).toFixed(1), cy: 7, r: 3.5 }),
  );
}
function rankingRow(row, x, width) {
  const sure = R.best[row] === R.worst[row] && R.best[row] === place(ROOT, row);
  const interval = MANY && !sure && h("small", {}, span(R.best[row], R.worst[row]));
  const under = h("small", { class: "small-only" }, [
    D.tiers.length ? tierMark(R.tier[row]) : null,
  ]);
  return h(
    "tr",
    {},
    COLUMNS.map((column) => {
      const classes = [
        column.number && "number",
        column.wide && column.key !== state.key && "wide-only",
      ]
        .filter(Boolean)
        .join(" ");
      if (column.key === "unit") return h("th", { scope: "row" }, link(row), under);
      const shown =
        {
          rank: () => [there(place(ROOT, row)) ? h("b", {}, place(ROOT, row)) : "–", interval],
          score: () =>
            h(
              "span",
              { class: "scored" },
              h("span", { class: "digits" }, score(value(ROOT, row))),
              strip(row, x, width),
            ),
        }[column.key] || (() => column.show(row));
      return h("td", { class: classes || null }, shown());
    }),
  );
}
function drawRanking() {
  const all = inPeriod(state.period),
    known = scored(state.period);
  const wanted = fold(state.query.trim());
  const rows = sorted(all.filter((row) => fold(name(row)).includes(wanted)));
  const width = document.documentElement.clientWidth < 640 ? 72 : 120;
  const x = known.length ? scale(...extent(known), 5, width - 5) : null;
  const active = document.activeElement && document.activeElement.dataset.key;
  const head = COLUMNS.map((column) => {
    const on = column.key === state.key;
    return h(
      "th",
      {
        scope: "col",
        class:
          [column.number && "number", column.wide && !on && "wide-only"]
            .filter(Boolean)
            .join(" ") || null,
        "aria-sort": on ? (state.down ? "descending" : "ascending") : "none",
      },
      h(
        "button",
        { type: "button", "data-key": column.key, onclick: () => sortBy(column.key) },
        bdi(column.title),
      ),
    );
  });
  const caption = `${W.ranking}${D.periods.length ? ` · ${D.periods[state.period]}` : ""}`;
  $("ranking-table").replaceChildren(
    h(
      "table",
      { class: "ranking" },
      h("caption", { class: D.periods.length ? null : "unseen" }, caption),
      h("thead", {}, h("tr", {}, head)),
      h(
        "tbody",
        {},
        rows.map((row) => rankingRow(row, x, width)),
      ),
    ),
  );
  if (active) document.querySelector(`[data-key="${active}"]`).focus();
  $("count").textContent = !rows.length
    ? W.none_found
    : rows.length === all.length
      ? say("count_all", { n: all.length })
      : say("count_some", { n: rows.length, of: all.length });
  $("sort").value = state.key;
}

function drawGroups() {
  if (!$("groups-body")) return;
  const rows = byRank(scored(state.period));
  const table = (title, labels, of, mark, members) =>
    h(
      "table",
      { class: "groups" },
      h(
        "caption",
        { class: D.periods.length ? null : "unseen" },
        title + (D.periods.length ? ` · ${D.periods[state.period]}` : ""),
      ),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, title),
          h("th", { scope: "col", class: "number" }, W.size),
          h("th", { scope: "col" }, W.members),
        ),
      ),
      h(
        "tbody",
        {},
        labels.map((_, i) => {
          const own = rows.filter((row) => of(row) === i);
          return h(
            "tr",
            {},
            h("th", { scope: "row" }, mark(i)),
            h("td", { class: "number" }, own.length),
            h("td", { class: "members" }, members(own)),
          );
        }),
      ),
    );
  const names = (own) => {
    const shown = own.map((row) => h("span", {}, link(row)));
    const most = document.documentElement.clientWidth < 640 ? 12 : 30;
    if (own.length <= most + 10) return shown;
    return [
      shown.slice(0, most),
      h("details", {}, h("summary", {}, `+ ${own.length - most}`), shown.slice(most)),
    ];
  };
  const part = (own) => own.length / Math.max(rows.length, 1);
  const bar = (own) =>
    drawing(
      160 * part(own) + 1,
      12,
      "",
      svg("rect", { class: "fill", y: 2, width: 160 * part(own), height: 8 }),
    );
  const parts = [];
  if (D.tiers.length && D.grades.length) parts.push(h("p", {}, W.tier_lead));
  if (D.tiers.length) {
    parts.push(tierProfile(rows));
    parts.push(table(W.tier, D.tiers, (row) => R.tier[row], tierMark, names));
  }
  if (D.grades.length)
    parts.push(
      table(
        W.grade,
        D.grades,
        (row) => R.grade[row],
        gradeMark,
        (own) => [bar(own), " ", percent(part(own))],
      ),
    );
  $("groups-body").replaceChildren(...parts);
}
function tierProfile(rows) {
  if (DIMENSIONS.length > 10 || rows.length < 2) return "";
  const width = Math.min(Math.max($("groups").clientWidth, 300), 760),
    left = width < 500 ? 110 : 280;
  const values = DIMENSIONS.map((node) =>
    D.tiers.map((_, tier) =>
      mean(
        rows
          .filter((row) => R.tier[row] === tier && there(value(node, row)))
          .map((row) => value(node, row)),
      ),
    ),
  );
  const known = values.flat().filter(there);
  const x = scale(Math.min(...known), Math.max(...known), left + 8, width - 8);
  const lines = DIMENSIONS.map((node, i) => {
    const y = 16 + 30 * i,
      here = values[i].filter(there);
    return [
      label(N[node].name, y + 4, left - 8),
      svg("path", { class: "rail", d: `M${left} ${y}H${width}` }),
      svg("path", { class: "link", d: `M${x(Math.min(...here))} ${y}H${x(Math.max(...here))}` }),
      values[i].map(
        (one, tier) =>
          there(one) &&
          svg(
            "circle",
            { class: tierClass(tier), cx: x(one), cy: y, r: 6 },
            svg("title", {}, `${D.tiers[tier]}: ${score(one)}`),
          ),
      ),
    ];
  });
  return h(
    "figure",
    {},
    h("figcaption", {}, h("b", {}, W.tier_means)),
    tierKey(),
    drawing(width, 30 * DIMENSIONS.length + 4, W.tier_means, lines),
  );
}
