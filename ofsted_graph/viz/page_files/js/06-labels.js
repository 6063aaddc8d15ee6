// Labels keep their size at any zoom, and give way to each other: none lies on another or on a mark.

const LABEL = { font: `600 12px ${FONT}`, small: `400 11px ${FONT}`, line: 14, gap: 4 };

/** What is written at a node: a name, and a line about its part in the scene. */
function labelOf(spot) {
  const { node } = spot;
  const hub = scene.hub;
  if (node.group === "inspection") {
    const place = nodes[node.of];
    const alone = !place || (hub && !isPlace(hub) && !scene.spots.has(place.id)) || scene.kind === "path";
    return [...(alone && place ? [place.label] : []), inWords((node.days[0] || published(node)).slice(0, 7))];
  }
  const lines = [node.label];
  const between = hub && hub !== node ? tiesOf(node, "post").filter((edge) => otherEnd(edge, node) === hub) : [];
  const posts = between.filter(shownEdge).sort(byText((edge) => edge.days[1] || edge.days[2]));
  for (const post of posts.slice(0, 2)) lines.push(`${postName(post, true)}, ${post.years}`);
  if (posts.length > 2) lines.push(`and ${posts.length - 2} more`);
  return lines;
}

function rank(spot) {
  const { node } = spot;
  if (spot === lookedAt || spot === hovered) return 0;
  if (node === scene.hub || node.key === state.node) return 1;
  if (spot.faint) return 9;
  if (isPlace(node)) return 2;
  if (isPerson(node)) return { held: 3, perhaps: 4, after: 5, before: 7, none: 6 }[spot.stand];
  return isVisit(node) ? 8 : isLater(node) ? 7 : 4;
}

/** Find room for labels in the order of their rank; what finds none is left out until one zooms in. */
function placeLabels() {
  const scale = network.getScale();
  const marks = [];
  for (const spot of scene.spots.values()) {
    const at = network.canvasToDOM(spot);
    const { width, height } = boxOf(spot);
    const half = { x: (width * scale) / 2, y: (height * scale) / 2 };
    const box = [at.x - half.x, at.y - half.y, at.x + half.x, at.y + half.y];
    if (overlap(box, [0, 0, frame.clientWidth, frame.clientHeight])) marks.push({ spot, at, half, box });
  }
  const taken = marks.filter((mark) => !mark.spot.faint).map((mark) => mark.box);
  placed = [];
  for (const mark of marks.sort((a, b) => rank(a.spot) - rank(b.spot))) {
    if (mark.spot.tile || (mark.spot.faint && mark.spot !== hovered && mark.spot !== lookedAt)) continue;
    const label = roomFor(mark, taken);
    if (label) placed.push(label), taken.push(label.box);
  }
}

/** Find room beside a mark for all that is written there, or else for the name alone. */
function roomFor(mark, taken) {
  const lines = labelOf(mark.spot);
  return roomForLines(lines, mark, taken) ?? (lines.length > 1 ? roomForLines(lines.slice(0, 1), mark, taken) : null);
}

function roomForLines(lines, { spot, at, half, box: own }, taken) {
  const ringed = spot === lookedAt || spot === hovered || spot.node.key === state.node;
  const gap = ringed ? 9 * network.getScale() : LABEL.gap;
  const width = Math.max(...lines.map((line, index) => widthOf(line, index ? LABEL.small : LABEL.font)));
  const height = lines.length * LABEL.line;
  const places = [
    [at.x - width / 2, at.y + half.y + gap],
    [at.x - width / 2, at.y - half.y - gap - height],
    [at.x + half.x + gap + 2, at.y - height / 2],
    [at.x - half.x - gap - 2 - width, at.y - height / 2],
  ];
  for (const [x, y] of places) {
    const box = [x - 2, y - 1, x + width + 2, y + height + 1];
    const inside = box[0] > 0 && box[2] < frame.clientWidth && box[1] > 0 && box[3] < frame.clientHeight;
    const free = inside && !taken.some((other) => other !== own && overlap(box, other));
    if (free) return { spot, lines, x: x + width / 2, y, box };
  }
  return null;
}

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function drawLabels(pen) {
  placeLabels();
  const ratio = pen.canvas.width / frame.clientWidth;
  pen.save();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const label of placed) writeLabel(pen, label);
  pen.restore();
}

function writeLabel(pen, { spot, lines, x, y }) {
  const weak = isLater(spot.node) || spot.stand === "before" || spot.stand === "after";
  lines.forEach((line, index) => {
    const font = index || spot.node.group === "inspection" ? LABEL.small : LABEL.font;
    pen.font = font;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineWidth = 3.5;
    pen.lineJoin = "round";
    pen.strokeStyle = ink.bg;
    pen.strokeText(line, x, y + LABEL.line * (index + 0.5));
    write(pen, line, x, y + LABEL.line * (index + 0.5), index || weak ? ink.muted : ink.ink, font);
  });
}
