// The network picture: vis-network moves, zooms and joins; the marks and labels are ours.

const frame = $("picture");
const hint = $("hint");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let network = null;
let nodeSet = null;
let edgeSet = null;
let scene = null;
let placed = [];
let hovered = null;
let lookedAt = null;
let measuring = false;

const isPortrait = () => frame.clientHeight > frame.clientWidth * 1.1;

function startPicture() {
  nodeSet = new vis.DataSet();
  edgeSet = new vis.DataSet();
  makeItems();
  network = new vis.Network(frame, { nodes: nodeSet, edges: edgeSet }, page.options);
  frame.firstChild.tabIndex = -1;
  network.on("beforeDrawing", (pen) => drawPanels(pen, isPortrait()));
  network.on("afterDrawing", (pen) => {
    drawMoves(pen);
    drawLabels(pen);
  });
  network.on("click", ({ nodes: [id], pointer }) => {
    if (id !== undefined) choose(scene.spots.get(id).node);
    else clickAside(pointer.canvas);
  });
  network.on("hoverNode", (event) => hoverOver(scene.spots.get(event.node)));
  network.on("blurNode", () => hoverOver(null));
  network.on("hoverEdge", (event) => tell(lineText(edgeSet.get(event.edge).line.edge)));
  network.on("blurEdge", () => tell(""));
  // vis-network puts its camera back after it has told of a new size, so what is fitted is fitted after that.
  network.on("resize", () => !measuring && queueMicrotask(() => state.view === "graph" && drawAgain({ fitting: true })));
  network.once("afterDrawing", () => performance.mark("first-draw"));
  drawAgain({ fitting: true });
}

function choose(node) {
  if (node) change({ node: node.key, path: "", steps: state.steps || DEFAULTS.steps });
}

/** A click beside all things lets go of the choice; among tiles it opens a region, or closes it. */
function clickAside({ x, y }) {
  const panels = scene.kind !== "tiles" ? [] : isPortrait() ? page.tallPanels : page.panels;
  const inside = ([left, top, width, height]) => x > left && x < left + width && y > top && y < top + height;
  const panel = panels.find(({ box }) => inside(box));
  if (panel) change({ region: state.region ? "" : panel.region });
  else if (scene.kind === "whole") change({ node: "" });
}

function hoverOver(spot) {
  hovered = spot ?? null;
  frame.classList.toggle("on-node", Boolean(spot));
  tell(spot ? describe(spot.node) : "");
  network.redraw();
}

function tell(text) {
  hint.textContent = text;
  hint.hidden = !text;
}

/** Put the scene into vis-network: only what differs from what is there. */
function makeItems() {
  scene = makeScene(isPortrait());
  const near = nearHub();
  const items = [];
  for (const spot of scene.spots.values()) {
    spot.tall = spot.tile && isPortrait();
    spot.stand = isPerson(spot.node) ? standing(spot.node, isPlace(scene.hub ?? {}) ? scene.hub : null) : "";
    spot.faint = isFaint(spot, near);
    items.push({ id: spot.node.id, x: spot.x, y: spot.y, group: spot.node.group, shape: "custom", ctxRenderer });
  }
  replace(nodeSet, items, (one, old) => one.x === old.x && one.y === old.y);
  const lines = scene.lines.filter((line) => line.kind !== "move").map(lineItem);
  replace(edgeSet, lines, (one, old) => one.look === old.look);
}

function replace(set, items, same) {
  const wanted = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !wanted.has(id)));
  set.update(items.filter((item) => !set.get(item.id) || !same(item, set.get(item.id))));
}

function ctxRenderer({ ctx, id }) {
  const spot = scene.spots.get(id);
  const size = spot ? boxOf(spot) : { width: 1, height: 1 };
  return { drawNode: () => spot && drawSpot(ctx, spot), nodeDimensions: size };
}

/** What stays clear when something is chosen in the whole picture. */
function nearHub() {
  const chosen = selected();
  if (!chosen || scene.kind === "fan") return null;
  const near = new Set([chosen, ...chosen.ties.map((edge) => otherEnd(edge, chosen))]);
  return near.add(scene.hub);
}

function isFaint(spot, near) {
  if (spot.tile && scene.lines.length) return !scene.lines.some((line) => [line.start, line.end].includes(spot.node));
  if (spot.tile && !gradeShown(spot.node)) return true;
  return Boolean(near && !near.has(spot.node));
}

function lineItem(line) {
  const post = line.kind === "post" ? line.edge : edges[line.edge.post];
  const stand = post ? holding(post, state.asAt) : "after";
  const derived = line.kind === "in-post" || line.kind === "inspected-by";
  const fill = line.kind === "inspects" ? ink.line : ink.edge;
  const standIn = post && (post.capacity === "interim" || post.capacity === "acting");
  const dots = line.kind === "in-post" ? (line.edge.sure ? [2, 4] : [2, 10]) : [2, 6];
  const dashes = derived ? dots : standIn || line.kind === "maybe-same" ? [9, 5] : false;
  const width = derived ? (line.edge.sure ? 2.4 : 1.6) : stand === "held" && line.kind === "post" ? 2.8 : 1.3;
  const faint = ["start", "end"].some((end) => scene.spots.get(line[end].id)?.faint);
  const opacity = faint ? 0.12 : stand === "before" ? 0.25 : 1;
  const bend = Math.abs(line.bend);
  return {
    id: `${line.start.id} ${line.end.id} ${line.kind} ${line.edge.post ?? line.edge.number}`,
    from: line.start.id,
    to: line.end.id,
    color: { color: fill, hover: ink.accent, highlight: fill, opacity },
    width: width * (line.kind === "inspects" ? 0.8 : 1),
    dashes,
    arrows: line.kind === "replaced-by" ? "to" : "",
    smooth: bend > 0.01 ? { enabled: true, type: line.bend < 0 ? "curvedCCW" : "curvedCW", roundness: bend } : false,
    look: `${fill} ${width} ${dashes} ${opacity} ${line.bend}`,
    line,
  };
}

function drawAgain({ fitting = false, moving = false } = {}) {
  makeItems();
  lookedAt = scene.spots.get(lookedAt?.node.id) ?? null;
  measuring = true;
  network.setSize();
  measuring = false;
  if (fitting) fit(moving);
  network.redraw();
}

/** Bring the whole scene into view, with room for labels. */
function fit(animate = !calm.matches) {
  const all = [...scene.spots.values()];
  if (!all.length) return;
  const portrait = isPortrait();
  const panels = scene.kind === "tiles" ? (portrait ? page.tallPanels : page.panels) : [];
  const boxes = panels
    .filter((panel) => !state.region || panel.region === state.region)
    .map(({ box: [left, top, width, height] }) => [left, top, left + width, top + height]);
  for (const { x, y } of panels.length ? [] : all) boxes.push([x - 30, y - 34, x + 30, y + 34]);
  const left = Math.min(...boxes.map((box) => box[0]));
  const top = Math.min(...boxes.map((box) => box[1]));
  const right = Math.max(...boxes.map((box) => box[2]));
  const bottom = Math.max(...boxes.map((box) => box[3]));
  const [aside, above] = panels.length ? [10, 10] : portrait ? [34, 44] : [70, 40];
  const scale = Math.min(
    (frame.clientWidth - 2 * aside) / Math.max(right - left, 1),
    (frame.clientHeight - 2 * above) / Math.max(bottom - top, 1),
    panels.length ? 1.7 : 1.25,
  );
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
  network.moveTo({ position, scale, animation: animate && { duration: 350 } });
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: !calm.matches && { duration: 150 } });
}

/** A node in one sentence, for the hint and for those who cannot see the picture. */
function describe(node) {
  if (node.group === "inspection") {
    const grade = gradeOf(node, state.colour);
    const said = grade ? `${views[state.colour].label}: ${grades[grade].label}` : "no grade for this";
    return `${fullName(node)}. ${words.framework[node.framework] ?? "Inspection"}. ${said}.`;
  }
  if (node.group === "council") {
    const now = gradeNow(node);
    const said = now ? `${grades[now.grade].label} since ${inWords(now.day)}` : "no grade known";
    return `${node.label}. ${views[state.colour].label}: ${said}.`;
  }
  const posts = tiesOf(node, "post").filter(shownEdge);
  const told = posts.slice(0, 4).map((post) => `${postName(post, true)}, ${post.end.label}, ${post.years}`);
  return `${node.label}. ${told.join("; ")}`;
}

function lineText(edge) {
  const { start, end, kind } = edge;
  const said = {
    post: () => `${postName(edge)}, ${end.label}, ${edge.years}`,
    "in-post": () => `${edge.sure ? "certainly" : `likely (${edge.likely} %)`} in post at ${fullName(end)}`,
    "inspected-by": () => `${edge.part} inspector, ${fullName(end)}`,
    inspects: () => `inspected ${end.label}`,
    supports: () => `helped ${end.label}`,
    "replaced-by": () => `replaced by ${end.label}`,
    "maybe-same": () => `perhaps the same person as ${end.label} of ${end.key}`,
  };
  return `${fullName(start)}: ${said[kind]?.() ?? `${edge.label} ${end.label}`}`;
}
