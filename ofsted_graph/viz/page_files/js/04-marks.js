// How each thing is drawn. The pen is a canvas, or the pen below that writes SVG with the same strokes.

const TILE = { width: 112, height: 32, chip: 24 };
const FONT = getComputedStyle(document.body).fontFamily;
let ink = {};

/** Read the colours of the theme from the style sheet. */
function readInk() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["bg", "card", "ink", "muted", "line", "accent", "edge", "focus", "person"]) {
    ink[name] = style.getPropertyValue(`--${name}`).trim();
  }
  ink.dark = style.colorScheme === "dark";
}

const colourOf = (grade) => grades[grade]?.colour ?? "#5f6b7a";

function boxOf(spot) {
  const { node } = spot;
  if (spot.tile) return spot.tall ? { width: 34, height: 34 } : TILE;
  const hub = spot.node === scene?.hub;
  let size = isVisit(node) ? 20 : 36;
  if (isPlace(node)) size = hub ? 60 : 46;
  else if (isPerson(node)) size = hub ? 56 : 32;
  return { width: size, height: size };
}

const isVisit = (node) => node.group === "inspection" && !gradeOf(node, state.colour);
const isLater = (node) => node.group === "inspection" && published(node) > state.asAt;

function drawSpot(pen, spot) {
  const { node, x, y } = spot;
  pen.globalAlpha = spot.faint ? 0.16 : isLater(node) || (isPerson(node) && spot.stand === "before") ? 0.3 : 1;
  if (spot.tile) drawTile(pen, spot);
  else if (isPlace(node)) drawPlace(pen, spot);
  else if (isPerson(node)) drawPerson(pen, spot);
  else if (node.group === "inspection") drawInspection(pen, spot);
  else drawThing(pen, spot);
  pen.globalAlpha = 1;
  const box = boxOf(spot);
  let ring = spot === hovered ? ink.muted : "";
  if (node.key === state.node) ring = ink.accent;
  if (spot === lookedAt) ring = ink.focus;
  if (!ring) return;
  rounded(pen, x - box.width / 2 - 5, y - box.height / 2 - 5, box.width + 10, box.height + 10, 9);
  stroke(pen, ring, spot === lookedAt ? 4 : 3);
}

function drawTile(pen, spot) {
  const { node, x, y } = spot;
  const grade = gradeNow(node)?.grade ?? "";
  const gone = !exists(node);
  if (spot.tall) return chip(pen, x, y, 34, grade, gone);
  rounded(pen, x - TILE.width / 2, y - TILE.height / 2, TILE.width, TILE.height, 6);
  fill(pen, ink.card);
  stroke(pen, ink.line, 1);
  chip(pen, x - TILE.width / 2 + 4 + TILE.chip / 2, y, TILE.chip, grade, gone);
  const left = x - TILE.width / 2 + TILE.chip + 9;
  const { lines, size } = wrapped(node.label, TILE.width - TILE.chip - 11);
  lines.forEach((line, index) => {
    const middle = y + (index - (lines.length - 1) / 2) * (size + 1.5);
    write(pen, line, left, middle, gone ? ink.muted : ink.ink, `600 ${size}px ${FONT}`, "left");
  });
}

/** A square with the letter of a grade: hollow and dashed for none. */
function chip(pen, x, y, size, grade, gone) {
  rounded(pen, x - size / 2, y - size / 2, size, size, size / 5);
  if (!grade || gone) {
    pen.setLineDash([3, 3]);
    stroke(pen, ink.muted, 1.2);
    pen.setLineDash([]);
    if (!gone) return;
  } else {
    fill(pen, colourOf(grade));
    if (ink.dark) stroke(pen, "#ffffff", 1);
  }
  const colour = gone ? ink.muted : grades[grade].ink;
  write(pen, grades[grade]?.letter ?? "", x, y + size * 0.03, colour, `700 ${size * 0.6}px ${FONT}`);
}

function drawPlace(pen, spot) {
  const size = boxOf(spot).width;
  rounded(pen, spot.x - size / 2, spot.y - size / 2, size, size, size / 5);
  fill(pen, ink.bg);
  if (spot.node.group === "council") return chip(pen, spot.x, spot.y, size, gradeNow(spot.node)?.grade ?? "");
  fill(pen, ink.person);
  drawHouse(pen, spot.x, spot.y, size * 0.5);
}

/** A house with pillars: a letter would read as a grade ("O" of Ofsted). */
function drawHouse(pen, x, y, size) {
  const half = size / 2;
  pen.beginPath();
  pen.moveTo(x - half, y - size * 0.16);
  pen.lineTo(x, y - half);
  pen.lineTo(x + half, y - size * 0.16);
  pen.closePath();
  fill(pen, ink.card);
  for (const [left, top, width, height] of [[-0.38, -0.08, 0.16, 0.4], [-0.08, -0.08, 0.16, 0.4], [0.22, -0.08, 0.16, 0.4], [-0.5, 0.38, 1, 0.12]]) {
    rounded(pen, x + left * size, y + top * size, width * size, height * size, 0);
    fill(pen, ink.card);
  }
}

function drawPerson(pen, spot) {
  const { x, y, stand } = spot;
  const r = boxOf(spot).width / 2;
  const filled = stand === "held";
  const dark = stand === "none" ? ink.edge : ink.person;
  circle(pen, x, y, r);
  fill(pen, filled ? dark : ink.card);
  if (stand === "perhaps") pen.setLineDash([4, 3]);
  stroke(pen, dark, filled || stand === "none" ? 1 : 2);
  pen.setLineDash([]);
  const colour = filled ? ink.card : dark;
  if (spot.node.group === "unnamed") return write(pen, "?", x, y, colour, `700 ${r * 1.1}px ${FONT}`);
  circle(pen, x, y - r * 0.24, r * 0.3);
  fill(pen, colour);
  pen.beginPath();
  pen.arc(x, y + r * 0.66, r * 0.52, Math.PI, 2 * Math.PI);
  pen.closePath();
  fill(pen, colour);
}

function drawInspection(pen, spot) {
  const { node, x, y } = spot;
  const grade = gradeOf(node, state.colour);
  const r = boxOf(spot).width / 2;
  pen.beginPath();
  pen.moveTo(x, y - r);
  pen.lineTo(x + r, y);
  pen.lineTo(x, y + r);
  pen.lineTo(x - r, y);
  pen.closePath();
  if (!grade) {
    fill(pen, ink.card);
    return stroke(pen, ink.muted, 1.6);
  }
  fill(pen, colourOf(grade));
  stroke(pen, ink.dark ? "#ffffff" : ink.bg, 1.2);
  write(pen, grades[grade].letter, x, y + 0.5, grades[grade].ink, `700 ${r * 0.82}px ${FONT}`);
}

function drawThing(pen, spot) {
  rounded(pen, spot.x - 16, spot.y - 11, 32, 22, 11);
  fill(pen, ink.card);
  stroke(pen, ink.muted, 1.6);
}

function drawPanels(pen, portrait) {
  if (scene.kind !== "tiles") return;
  for (const panel of portrait ? page.tallPanels : page.panels) {
    if (state.region && state.region !== panel.region) continue;
    const [left, top, width, height] = panel.box;
    rounded(pen, left, top, width, height, 10);
    fill(pen, ink.dark ? "#131a23" : "#eef1f5");
    const font = `600 ${portrait ? 12 : 13}px ${FONT}`;
    let label = words.region[panel.region] ?? "Other";
    while (widthOf(label, font) > width - 14) label = `${label.slice(0, -2)}…`;
    write(pen, label, left + 8, top + 12, ink.muted, font, "left");
    if (!portrait) shares(pen, panel, left + width - 9, top + 9);
  }
}

/** Moves from council to council lie above the tiles, from letter to letter, with a head that says whither. */
function drawMoves(pen) {
  for (const { start, end, kind, bend } of scene.lines) {
    if (kind !== "move") continue;
    const [a, b] = [start, end].map((node) => {
      const spot = scene.spots.get(node.id);
      return { x: spot.tall ? spot.x : spot.x - TILE.width / 2 + TILE.chip / 2 + 4, y: spot.y };
    });
    const tip = bow(pen, a, b, bend + 0.15);
    stroke(pen, ink.accent, 2);
    const angle = Math.atan2(b.y - tip.y, b.x - tip.x);
    const back = (far, side) => [b.x - far * Math.cos(angle + side), b.y - far * Math.sin(angle + side)];
    pen.beginPath();
    pen.moveTo(...back(13, 0));
    pen.lineTo(...back(24, 0.22));
    pen.lineTo(...back(24, -0.22));
    pen.closePath();
    fill(pen, ink.accent);
  }
}

/** A line from one spot to another, bent; gives the point that bends it. */
function bow(pen, a, b, bend) {
  const tip = { x: (a.x + b.x) / 2 - bend * (b.y - a.y), y: (a.y + b.y) / 2 + bend * (b.x - a.x) };
  pen.beginPath();
  pen.moveTo(a.x, a.y);
  pen.quadraticCurveTo(tip.x, tip.y, b.x, b.y);
  return tip;
}

/** A small bar of how many councils of a region stand in each grade. */
function shares(pen, panel, right, top) {
  const councils = [...scene.spots.values()].filter((spot) => spot.node.region === panel.region);
  const width = Math.min(76, panel.box[2] / 3);
  let left = right - width;
  for (const grade of Object.keys(grades)) {
    const part = councils.filter((spot) => gradeNow(spot.node)?.grade === grade).length / (councils.length || 1);
    if (!part) continue;
    rounded(pen, left, top, part * width, 8, 0);
    fill(pen, colourOf(grade));
    left += part * width;
  }
}

const measured = new Map();
const measurer = document.createElement("canvas").getContext("2d");

function widthOf(text, font) {
  const name = font + text;
  if (!measured.has(name)) {
    measurer.font = font;
    measured.set(name, measurer.measureText(text).width);
  }
  return measured.get(name);
}

/** Where a council's name may be broken: better two lines than letters too small to read. */
const JOINT = /(?<=\w{5})(?=shire|hampton|land|brough|borough|mouth)|(?<=\w-)(?=\w+-)/;

/** Break a name into lines, and make it smaller if it must be. */
function wrapped(text, width) {
  for (let size = 11; ; size -= 0.5) {
    const font = `600 ${size}px ${FONT}`;
    const lines = [];
    for (const part of text.split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${part}` : part;
      if (lines.length && widthOf(longer, font) <= width) lines[lines.length - 1] = longer;
      else if (widthOf(part, font) <= width) lines.push(part);
      else lines.push(...part.split(JOINT).map((bit, index, bits) => (bits[index + 1] ? bit.replace(/-?$/, "-") : bit)));
    }
    const fits = lines.every((line) => widthOf(line, font) <= width);
    if ((fits && lines.length * size <= TILE.height - 7) || size <= 7) return { lines, size };
  }
}

function rounded(pen, x, y, width, height, radius) {
  pen.beginPath();
  pen.roundRect(x, y, width, height, radius);
}
function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.closePath();
}
function fill(pen, colour) {
  pen.fillStyle = colour;
  pen.fill();
}
function stroke(pen, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}
function write(pen, text, x, y, colour, font, align = "center") {
  pen.font = font;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}
