// Saving what is shown: a picture, a drawing, a graph for other programs, a table, a link.

/** A pen with the strokes of a canvas that writes SVG instead. */
class SvgPen {
  constructor() {
    this.parts = [];
    this.dash = [];
    this.globalAlpha = 1;
  }
  beginPath() {
    this.path = [];
  }
  moveTo(x, y) {
    this.path.push(`M${short(x)} ${short(y)}`);
  }
  lineTo(x, y) {
    this.path.push(`L${short(x)} ${short(y)}`);
  }
  quadraticCurveTo(a, b, x, y) {
    this.path.push(`Q${short(a)} ${short(b)} ${short(x)} ${short(y)}`);
  }
  closePath() {
    this.path.push("Z");
  }
  arc(x, y, r, from, to) {
    const at = (angle) => `${short(x + r * Math.cos(angle))} ${short(y + r * Math.sin(angle))}`;
    const middle = (from + to) / 2;
    const half = (angle) => `A${short(r)} ${short(r)} 0 0 1 ${at(angle)}`;
    this.path.push(`M${at(from)}${half(middle)}${half(to)}`);
  }
  roundRect(x, y, w, h, r) {
    const turn = (dx, dy) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
    const [across, down] = [short(w - 2 * r), short(h - 2 * r)];
    this.path.push(`M${short(x + r)} ${short(y)}h${across}${turn(r, r)}v${down}${turn(-r, r)}`);
    this.path.push(`h${-across}${turn(-r, -r)}v${-down}${turn(r, -r)}Z`);
  }
  setLineDash(dash) {
    this.dash = dash;
  }
  fill() {
    this.add("path", { d: this.path.join(""), fill: this.fillStyle });
  }
  stroke() {
    const line = { stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-dasharray": this.dash.join(" ") };
    this.add("path", { d: this.path.join(""), fill: "none", ...line });
  }
  strokeText(text, x, y) {
    const line = { stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-linejoin": "round" };
    this.text(text, x, y, { fill: "none", ...line });
  }
  fillText(text, x, y) {
    this.text(text, x, y, { fill: this.fillStyle });
  }
  text(text, x, y, look) {
    const [, weight, size] = /^(\d+) ([\d.]+)px/.exec(this.font);
    const anchor = this.textAlign === "center" ? "middle" : "start";
    const type = { "font-size": size, "font-weight": weight, "text-anchor": anchor, "dominant-baseline": "central" };
    this.add("text", { x: short(x), y: short(y), ...type, ...look }, text);
  }
  add(name, attributes, text = "") {
    if (this.globalAlpha < 1) attributes.opacity = this.globalAlpha;
    const told = Object.entries(attributes).filter(([, value]) => value !== "");
    const written = told.map(([key, value]) => ` ${key}="${escaped(value)}"`).join("");
    this.parts.push(`<${name}${written}>${escaped(text)}</${name}>`);
  }
}

const short = (number) => Math.round(number * 10) / 10;

/** Write text as XML; most control characters have no place in it. */
const escaped = (text) =>
  String(text)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt()};`);

/** Draw the scene as it is on the screen. */
function asSvg() {
  const { clientWidth: width, clientHeight: height } = frame;
  const pen = new SvgPen();
  drawPanels(pen, isPortrait());
  for (const line of scene.lines) if (line.kind !== "move") drawLine(pen, lineItem(line));
  for (const spot of scene.spots.values()) drawSpot(pen, spot);
  drawMoves(pen);
  const world = pen.parts.join("\n");
  const labels = new SvgPen();
  for (const label of placed) writeLabel(labels, label);
  const scale = network.getScale();
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family='${FONT}'>
<title>${escaped(`${scene.hub?.label ?? page.title}, as at ${inWords(state.asAt)}`)}</title>
<rect width="100%" height="100%" fill="${ink.bg}"/>
<g transform="translate(${short(origin.x)} ${short(origin.y)}) scale(${scale})">
${world}
</g>
${labels.parts.join("\n")}
</svg>
`;
}

/** Draw one line as vis-network does, bends and all. */
function drawLine(pen, item) {
  const [a, b] = [scene.spots.get(item.from), scene.spots.get(item.to)];
  pen.globalAlpha = item.color.opacity;
  pen.setLineDash(item.dashes || []);
  bow(pen, a, b, item.line.bend);
  stroke(pen, item.color.color, item.width);
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function asPng(done) {
  const source = frame.querySelector("canvas");
  const copy = make("canvas", { width: source.width, height: source.height });
  const pen = copy.getContext("2d");
  pen.fillStyle = ink.bg;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(source, 0, 0);
  copy.toBlob(done, "image/png");
}

function asGraphml() {
  const keys = new Set();
  const data = (facts) => {
    const told = Object.entries(facts).filter(([, value]) => value);
    for (const [key] of told) keys.add(key);
    return told.map(([key, value]) => `<data key="${key}">${escaped(value)}</data>`).join("");
  };
  const shown = new Set(nodes.filter(shownNode));
  const things = [...shown].map((node) => {
    const grade = node.group === "inspection" ? gradeOf(node, state.colour) : "";
    const facts = { kind: node.group, label: fullName(node), grade, date: node.days?.[0] };
    return `<node id="${escaped(node.key)}">${data(facts)}</node>`;
  });
  const ties = [...shown].flatMap((node) => node.ties.filter((edge) => edge.start === node));
  const lines = ties.filter((edge) => shown.has(edge.end) && shownEdge(edge)).map((edge) => {
    const { kind, role = edge.part, capacity, years } = edge;
    const certainty = kind === "in-post" ? (edge.sure ? "certain" : `likely ${edge.likely} %`) : "";
    const ends = `source="${escaped(edge.start.key)}" target="${escaped(edge.end.key)}"`;
    return `<edge ${ends}>${data({ kind, role, capacity, years, certainty })}</edge>`;
  });
  const declared = [...keys].map((key) => `<key id="${key}" for="all" attr.name="${key}" attr.type="string"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
${declared.join("\n")}
<graph edgedefault="directed">
${things.join("\n")}
${lines.join("\n")}
</graph>
</graphml>
`;
}

/** The posts shown in the table; a cell that a spreadsheet would run as a formula gets an apostrophe. */
function asCsv() {
  showTable();
  const [table] = $$("#tables table");
  const rows = [table.tHead.rows[0], ...table.tBodies[0].rows].filter((row) => !row.hidden);
  const cell = ({ textContent }) => {
    const text = textContent.trim().replace(/\s+/g, " ").replace(/^[=+@-]/, "'$&");
    return `"${text.replaceAll('"', '""')}"`;
  };
  return rows.map((row) => `${[...row.cells].map(cell).join(",")}\r\n`).join("");
}

function download(content, type, ending) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = make("a", { href: URL.createObjectURL(blob), download: `ofsted-graph.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`Saved ofsted-graph.${ending}.`);
}

const SAVES = {
  png: () => asPng((blob) => download(blob, "image/png", "png")),
  svg: () => download(asSvg(), "image/svg+xml", "svg"),
  graphml: () => download(asGraphml(), "application/xml", "graphml"),
  csv: () => download(asCsv(), "text/csv", "csv"),
  link: () => navigator.clipboard?.writeText(location.href).then(() => say("Link copied.")),
};

for (const button of $$("[data-save]")) {
  button.onclick = () => {
    SAVES[button.dataset.save]();
    button.closest("details").open = false;
  };
}
