// The page of one unit.

function isImputed(row, leaf) {
  return (D.imputed[row] || []).find((cell) => cell[0] === leaf);
}
function standing(row, period) {
  return LEAVES.flatMap((node, leaf) => {
    const values = scored(period, node).map((one) => value(node, one)),
      n = values.length;
    if (n < 2 || !there(value(node, row)) || Math.min(...values) === Math.max(...values)) return [];
    const rank = place(node, row);
    return [{ node, leaf, rank, n, weight: N[node].weight, share: (n - rank) / (n - 1) }];
  });
}
function strengths(row, period) {
  const found = standing(row, period),
    k = Math.min(5, Math.floor(found.length / 2));
  if (!k) return null;
  const heavy = (a, b) => b.weight - a.weight;
  const best = [...found].sort((a, b) => b.share - a.share || heavy(a, b)).slice(0, k);
  const worst = [...found].sort((a, b) => a.share - b.share || heavy(a, b)).slice(0, k);
  const list = (title, some, tone) =>
    h(
      "section",
      {},
      h("h2", {}, title),
      bars(
        some.map((one) => ({
          name: N[one.node].name,
          mark: imputedMark(isImputed(row, one.leaf)),
          share: one.share,
          tone,
          text: `${one.rank} / ${one.n}`,
        })),
      ),
    );
  return h(
    "div",
    { class: "pair" },
    list(W.strongest, best, "fill"),
    list(W.weakest, worst, "fill-warm"),
    h("p", { class: "note" }, W.bars_note),
  );
}
function nextTier(row, period) {
  const tier = R.tier && R.tier[row];
  if (!there(tier)) return null;
  const whole = scored(period).filter((one) => DIMENSIONS.every((node) => there(value(node, one))));
  const better = whole.map((one) => R.tier[one]).filter((one) => there(one) && one < tier);
  const title = h("h2", {}, W.next_tier);
  if (!better.length) return h("section", {}, title, h("p", {}, W.top_tier));
  const goal = Math.max(...better),
    members = whole.filter((one) => R.tier[one] === goal);
  const parts = LEAVES.map((node) => {
    const target = mean(members.map((one) => value(node, one)).filter(there)),
      own = value(node, row);
    const gap = there(own) && there(target) ? target - own : 0;
    return { node, lack: N[node].weight * Math.max(gap, 0) };
  });
  const total = sum(parts.map((part) => part.lack));
  const most = parts
    .filter((part) => part.lack > 0)
    .sort((a, b) => b.lack - a.lack)
    .slice(0, 5);
  if (!most.length) return h("section", {}, title, h("p", {}, W.ahead));
  return h(
    "section",
    { class: "next-tier" },
    title,
    h("p", { class: "note" }, say("next_tier_note", { tier: D.tiers[goal] })),
    bars(
      most.map((part) => ({
        name: N[part.node].name,
        share: part.lack / total,
        tone: "fill-warm",
        text: percent(part.lack / total),
      })),
    ),
  );
}
function obstacles(row) {
  if (!there(value(ROOT, row))) return null;
  const found = R.obstacles[row];
  const body = found.length
    ? bars(
        found.map(([leaf, degree]) => ({
          name: N[LEAVES[leaf]].name,
          mark: imputedMark(isImputed(row, leaf)),
          share: degree,
          tone: "fill-warm",
          text: percent(degree, 1),
        })),
      )
    : h("p", {}, W.no_obstacles);
  return h(
    "section",
    {},
    h("h2", {}, W.obstacles),
    h("p", { class: "note" }, W.obstacles_note),
    body,
  );
}
function peerTable(row, period) {
  if (scored(period).length < 2 || !there(value(ROOT, row))) return null;
  const title = h("h2", {}, W.peers),
    near = R.peers[row];
  if (!near.length) return h("section", {}, title, h("p", {}, W.no_peers));
  const shown = DIMENSIONS.slice(0, 6);
  const difference = (node, one) => {
    const apart = value(node, one) - value(node, row);
    return h("td", { class: apart > 0 ? "number above" : "number" }, signed(apart));
  };
  return h(
    "section",
    { class: "scroll" },
    title,
    h("p", { class: "note" }, W.peers_note),
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, W.unit),
          h("th", { scope: "col", class: "number" }, W.rank),
          h("th", { scope: "col", class: "number" }, W.score),
          shown.map((node) =>
            h("th", { scope: "col", class: "number wide-only" }, bdi(N[node].name)),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        near.map((one) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, link(one)),
            h("td", { class: "number" }, place(ROOT, one)),
            difference(ROOT, one),
            shown.map((node) => {
              const cell = difference(node, one);
              cell.classList.add("wide-only");
              return cell;
            }),
          ),
        ),
      ),
    ),
  );
}
function chances(row) {
  const odds = R.chances && R.chances[row];
  if (!odds || !there(odds[0])) return null;
  return h(
    "section",
    {},
    h("h2", {}, W.chances),
    h("p", { class: "note" }, W.chances_note),
    bars(odds.map((share, grade) => ({ name: D.grades[grade], share, text: percent(share) }))),
  );
}
function valueTable(row, period) {
  const line = (node) => {
    const depth = `depth${Math.min(N[node].depth - 1, 4)}`;
    const n = scored(period, node).length,
      rank = place(node, row);
    const ranked = there(rank) ? `${rank} / ${n}` : "–";
    if (!N[node].leaf)
      return h(
        "tr",
        { class: `${depth} group` },
        h("th", { scope: "row" }, bdi(N[node].name)),
        h("td"),
        h("td", { class: "number wide-only" }, score(value(node, row))),
        h("td", { class: "number" }, ranked),
        h("td", { class: "number wide-only" }, percent(N[node].weight, 1)),
      );
    const leaf = LEAVES.indexOf(node),
      cell = isImputed(row, leaf),
      raw = D.raw[leaf][row];
    return h(
      "tr",
      { class: cell ? `${depth} imputed` : depth },
      h(
        "th",
        { scope: "row" },
        bdi(N[node].name),
        " ",
        N[node].unit ? h("small", {}, N[node].unit) : null,
      ),
      h(
        "td",
        { class: "number" },
        imputedMark(cell),
        there(raw) ? amount(raw) : W.missing,
        cell && MANY ? h("small", {}, `${amount(cell[2])} – ${amount(cell[3])}`) : null,
      ),
      h("td", { class: "number wide-only" }, score(value(node, row))),
      h("td", { class: "number" }, ranked),
      h("td", { class: "number wide-only" }, percent(N[node].weight, 1)),
    );
  };
  return h(
    "section",
    {},
    h("h2", {}, W.values),
    (D.imputed[row] || []).length ? h("p", { class: "note" }, W.value_note) : null,
    h(
      "table",
      { class: "values" },
      h("caption", { class: "unseen" }, W.values),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          [W.indicator, W.value, W.normalized, W.rank].map((title, i) =>
            h(
              "th",
              { scope: "col", class: ["", "number", "number wide-only", "number"][i] || null },
              title,
            ),
          ),
          h("th", { scope: "col", class: "number wide-only" }, W.weight),
        ),
      ),
      h("tbody", {}, ORDER.map(line)),
    ),
  );
}
function facts(row, period) {
  const n = scored(period).length,
    lead = R.leads[row];
  const fact = (title, ...shown) => h("div", {}, h("dt", {}, title), h("dd", {}, shown));
  if (!there(value(ROOT, row))) return h("dl", { class: "figures" }, fact(W.score, W.no_score));
  const range = (low, high) =>
    MANY
      ? h("small", {}, low === high ? say("interval_one", { low }) : say("interval", { low, high }))
      : null;
  const led =
    lead && (lead[0] < 0 ? W.balanced : say("led", { dimension: N[DIMENSIONS[lead[0]]].name }));
  return h(
    "dl",
    { class: "figures" },
    fact(
      W.rank,
      `${place(ROOT, row)} `,
      h("span", { class: "of" }, say("of", { n })),
      range(R.best[row], R.worst[row]),
    ),
    fact(W.score, score(value(ROOT, row)), range(score(R.low[row]), score(R.high[row]))),
    D.grades.length ? fact(W.grade, bdi(D.grades[R.grade[row]] || "–")) : null,
    D.tiers.length ? fact(W.tier, tierMark(R.tier[row])) : null,
    lead
      ? fact(
          W.profile,
          h("span", { class: "words" }, bdi(led)),
          MANY ? h("small", {}, say("in_draws", { share: percent(lead[1]) })) : null,
        )
      : null,
  );
}
function neighbours(row, period) {
  const rows = byRank(scored(period)).filter((one) => D.pages[R.unit[one]]),
    i = rows.indexOf(row);
  const to = (one, title) =>
    there(one)
      ? h("a", { href: address(R.unit[one], period), title: name(one) }, title)
      : h("span", {}, title);
  return h(
    "p",
    { class: "paging" },
    h("a", { href: "#ranking" }, `← ${W.back}`),
    h("span", { class: "gap" }),
    to(i > 0 ? rows[i - 1] : null, W.previous),
    to(i < 0 ? null : rows[i + 1], W.next),
  );
}
function periodChoice(unit, period) {
  const rows = D.periods.map((_, one) => rowOf(unit, one));
  const options = D.periods.flatMap((title, one) =>
    there(rows[one]) ? [h("option", { value: one, selected: one === period }, title)] : [],
  );
  if (options.length < 2)
    return D.periods.length ? h("p", { class: "note" }, D.periods[period]) : null;
  return h(
    "label",
    { class: "choice" },
    h("span", {}, W.period),
    h(
      "select",
      {
        onchange: (event) => {
          state.period = Number(event.target.value);
          history.replaceState(null, "", address(unit, state.period));
          show();
        },
      },
      options,
    ),
  );
}
function drawUnit(unit, period) {
  const row = rowOf(unit, period),
    page = $("unit"),
    tier = R.tier && R.tier[row];
  const title = h("h1", { tabindex: -1 }, bdi(D.units[unit]));
  page.replaceChildren(
    neighbours(row, period),
    title,
    h("div", {}, ...[periodChoice(unit, period)].filter(there)),
    facts(row, period),
  );
  const add = (...parts) => page.append(...parts.filter(there));
  if (there(value(ROOT, row)) && scored(period).length > 1) {
    add(
      h("section", {}, h("h2", {}, W.position), stripKey(tier), strips(row, [ROOT], period, tier)),
    );
    if (GROUPS.length)
      add(h("section", {}, h("h2", {}, W.dimensions), strips(row, GROUPS, period, tier)));
  }
  add(D.periods.length ? overTime(unit, period) : null, strengths(row, period));
  const pair = [nextTier(row, period), obstacles(row)].filter(there);
  if (pair.length) add(h("div", { class: "pair" }, pair));
  add(peerTable(row, period), chances(row), valueTable(row, period));
}
