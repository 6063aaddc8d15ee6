// Which nodes and lines are in the picture, and where: the whole, one fan, or a path.
// Python has placed everything in its fan; only what is two steps away is placed here.

const REACH = 96;
const ROOM = 96;
/** Up to so many things are drawn around one: of more nobody would see any. */
const MOST_NEAR = 300;
const IN_ROW = 15;

/** The node that the picture is about: a selected inspection stands with its council. */
function hubOf(node) {
  return node?.group === "inspection" && node.of !== undefined ? nodes[node.of] : node;
}

function makeScene(portrait) {
  const hub = hubOf(selected());
  if (state.path) return pathScene(portrait);
  // What has no place in the whole is shown with what is around it.
  if (hub && (state.steps > 0 || (page.figure === "rings" && hub.x === undefined))) return fanScene(hub, portrait);
  return wholeScene(hub, portrait);
}

const tall = (spot, portrait) => (portrait ? { x: -spot.y, y: spot.x } : spot);

/** Everything where Python put it. */
function wholeScene(hub, portrait) {
  const tiles = page.figure === "tiles";
  const spots = new Map();
  let left = 0;
  for (const node of nodes) {
    if (!shownNode(node)) continue;
    if (node.x === undefined) {
      left += 1;
      continue;
    }
    const at = tiles ? tileSpot(node, portrait) : tall(node, portrait);
    spots.set(node.id, { node, x: at.x, y: at.y, tile: tiles && node.group === "council" });
  }
  const kind = tiles ? "tiles" : "whole";
  const lines = tiles ? tileLines(hub, spots) : linesAmong(spots, hub);
  // What has no place has none because it is near another thing, but for rings: there it is one too many.
  return { kind, hub, spots, lines, left: page.figure === "rings" ? left : 0 };
}

const tileSpot = (node, portrait) => (portrait && node.tall ? { x: node.tall[0], y: node.tall[1] } : node);

/** One node and what is tied to it, one or two steps away. */
function fanScene(hub, portrait) {
  const spots = new Map([[hub.id, { node: hub, x: 0, y: 0 }]]);
  const put = (node, x, y) => {
    if (!spots.has(node.id) && shownNode(node)) spots.set(node.id, { node, x, y });
  };
  const below = [];
  for (const edge of hub.ties.filter(shownEdge)) {
    const node = otherEnd(edge, hub);
    const at = edge.kind === "inspects" ? node.at : edge.end === hub ? edge.at : edge.spoke;
    if (at) put(node, at[0], at[1]);
    else if (edge.kind !== "in-post") below.push(node);
  }
  const all = [...new Set(below)].filter(shownNode);
  const beneath = all.slice(0, MOST_NEAR);
  beneath.forEach((node, index) => {
    const [row, column] = [Math.floor(index / IN_ROW), index % IN_ROW];
    const last = Math.min(IN_ROW, beneath.length - row * IN_ROW) - 1;
    put(node, (column - last / 2) * 150, 130 + row * 64);
  });
  const near = [...spots.values()].filter((spot) => spot.node !== hub);
  if (state.steps === 2) for (const spot of near) putOutwards(spot, near.length, spots, put);
  const chosen = selected();
  if (chosen !== hub && spots.has(chosen.id)) putOutwards(spots.get(chosen.id), 3, spots, put, chosen);
  for (const spot of spots.values()) Object.assign(spot, tall({ x: spot.x, y: spot.y }, portrait));
  return { kind: "fan", hub, spots, lines: linesAmong(spots, hub), left: all.length - beneath.length };
}

/** Place what is tied to a node beyond it, as seen from the hub. */
function putOutwards(parent, siblings, spots, put, chosen) {
  const far = parent.node.ties
    .filter((edge) => shownEdge(edge) && (edge.kind !== "inspected-by" || edge.part === "lead" || chosen))
    .map((edge) => otherEnd(edge, parent.node));
  const waiting = [...new Set(far)].filter((node) => !spots.has(node.id) && shownNode(node));
  const middle = Math.atan2(parent.y, parent.x);
  const start = Math.hypot(parent.x, parent.y) + (chosen ? 2 : 1) * REACH;
  const perRow = Math.max(2, Math.floor((3.8 / siblings) * (start / ROOM)));
  waiting.forEach((node, index) => {
    const row = Math.floor(index / perRow);
    const inRow = Math.min(perRow, waiting.length - row * perRow);
    const reach = start + row * 64;
    const angle = middle + ((index % perRow) - (inRow - 1) / 2) * (ROOM / reach);
    const place = freePlace(reach, angle, spots);
    put(node, place.x, place.y);
  });
}

/** Go outwards from a place until nothing is in the way. */
function freePlace(reach, angle, spots) {
  const place = { x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
  const near = ({ x, y }) => Math.hypot(x - place.x, y - place.y) < 56;
  return [...spots.values()].some(near) ? freePlace(reach + 24, angle, spots) : place;
}

/** The nodes of a path, one after another. */
function pathScene(portrait) {
  const spots = new Map();
  state.path.split("~").forEach((key, index) => {
    const node = byKey.get(key);
    const aside = (index % 2) * 90;
    const at = portrait ? { x: aside, y: index * 110 } : { x: index * 210, y: aside };
    spots.set(node.id, { node, ...at });
  });
  return { kind: "path", hub: null, spots, lines: linesAmong(spots, null), left: 0 };
}

/** The ties between the nodes of a scene; what was worked out from dates only for what is looked at. */
function linesAmong(spots, hub) {
  const looked = new Set(state.path ? [...spots.values()].map((spot) => spot.node) : [hub, selected()]);
  const lines = [];
  for (const { node } of spots.values()) {
    for (const edge of node.ties) {
      if (edge.start !== node || !spots.has(edge.end.id) || !shownEdge(edge)) continue;
      if (edge.kind === "in-post" && !looked.has(edge.start) && !looked.has(edge.end)) continue;
      if (edge.kind !== "in-post" || surest(node, edge.end) === edge) lines.push({ ...edge, edge });
    }
  }
  return fannedOut(lines);
}

/** Somebody may have been in post twice over at an inspection: the surer tie, of any role or of one, stands for both. */
function surest(person, inspection, role = "") {
  const meant = (edge) => edge.end === inspection && shownEdge(edge) && (!role || edges[edge.post].role === role);
  const ties = tiesOf(person, "in-post").filter(meant);
  return ties.find((edge) => edge.sure) ?? ties[0];
}

/** Bend lines that join the same two nodes, so that each can be seen. */
function fannedOut(lines) {
  const pairs = new Map();
  for (const line of lines) {
    const pair = `${line.start.id} ${line.end.id}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), line]);
  }
  for (const together of pairs.values()) {
    together.forEach((line, index) => (line.bend = 0.22 * (index - (together.length - 1) / 2)));
  }
  return lines;
}

/** Among tiles: where the chosen person served, or everybody's moves from council to council. */
function tileLines(hub, spots) {
  const movers = state.ties === "moves" ? nodes.filter(isPerson) : hub && isPerson(hub) ? [hub] : [];
  const lines = [];
  for (const person of movers) {
    const posts = tiesOf(person, "post")
      .filter((edge) => shownEdge(edge) && spots.has(edge.end.id) && holding(edge, state.asAt) !== "before")
      .sort(byText((edge) => edge.days[1] || edge.days[2]));
    posts.forEach((post, index) => {
      const next = posts[index + 1];
      // Posts that are surely held on one day are held jointly: nobody moved.
      const jointly = next?.days[1] && post.days[2] && next.days[1] <= post.days[2];
      if (next && next.end !== post.end && !jointly) lines.push({ edge: next, start: post.end, end: next.end, kind: "move" });
    });
  }
  return fannedOut(lines);
}

/** The shortest way between two nodes over posts; null where there is none. */
function shortestPath(from, to) {
  const before = new Map([[from, null]]);
  for (let ring = [from]; ring.length && !before.has(to); ) {
    const next = [];
    for (const node of ring) {
      for (const edge of tiesOf(node, "post")) {
        const other = otherEnd(edge, node);
        if (before.has(other)) continue;
        before.set(other, node);
        next.push(other);
      }
    }
    ring = next;
  }
  if (!before.has(to)) return null;
  const way = [];
  for (let node = to; node; node = before.get(node)) way.unshift(node.key);
  return way.join("~");
}
