// Saving what is shown: a picture, a drawing, a graph for other programs, a table, a link.

/** A pen with the strokes of a canvas that writes SVG instead. */
class SvgPen {
  constructor() {
    this.parts = [];
    this.dash = [];
    this.globalAlpha = 1;
    this.fillStyle = this.strokeStyle = "#000";
    this.lineWidth = 1;
    this.font = "";
    this.textAlign = "start";
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
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// What stands above and below a saved picture: it goes out into the world without its page.
const HEAD = 58;
const FOOT = 62;
const CREDIT = "Ofsted's documents (Crown copyright, Open Government Licence v3.0), registers and public pages; ofsted-graph";

/** A picture of its own, with what it shows, of which day, what its letters mean and where it is from. */
function framed(name, width, height, body) {
  const pen = new SvgPen();
  write(pen, name, 16, 24, ink.ink, `700 18px ${FONT}`, "left");
  const about = `${views[state.colour].label}, and who was in post, as at ${inWords(state.asAt)}`;
  write(pen, about, 16, 45, ink.muted, `400 12.5px ${FONT}`, "left");
  let left = 16;
  for (const [grade, { label }] of Object.entries(grades).filter(([one]) => gradesIn(state.colour).has(one))) {
    chip(pen, left + 9, HEAD + height + 20, 18, grade, false);
    write(pen, label, left + 23, HEAD + height + 20, ink.ink, `400 12px ${FONT}`, "left");
    left += 44 + widthOf(label, `400 12px ${FONT}`);
  }
  write(pen, CREDIT, 16, HEAD + height + 46, ink.muted, `400 11px ${FONT}`, "left");
  const size = `width="${width}" height="${HEAD + height + FOOT}" viewBox="0 0 ${width} ${HEAD + height + FOOT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family='${FONT}' data-theme="${isDark() ? "dark" : "light"}">
<title>${escaped(`${name}, as at ${inWords(state.asAt)}`)}</title>
<rect width="100%" height="100%" fill="${ink.bg}"/>
${pen.parts.join("\n")}
<svg y="${HEAD}" width="${width}" height="${height}">
${body}
</svg>
</svg>
`;
}

const asSvg = () => (state.view === "timeline" ? timelineSvg() : sceneSvg());

/** Draw the scene as it is on the screen. */
function sceneSvg() {
  const pen = new SvgPen();
  drawPanels(pen, isPortrait());
  for (const line of scene.lines) if (line.kind !== "move") drawLine(pen, lineItem(line));
  for (const spot of scene.spots.values()) drawSpot(pen, spot);
  drawMoves(pen);
  const labels = new SvgPen();
  for (const label of placed) writeLabel(labels, label);
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  const place = `translate(${short(origin.x)} ${short(origin.y)}) scale(${network.getScale()})`;
  const body = `<g transform="${place}">\n${pen.parts.join("\n")}\n</g>\n${labels.parts.join("\n")}`;
  return framed(scene.hub?.label ?? page.title, frame.clientWidth, frame.clientHeight, body);
}

/** The timeline as it stands, its lanes that are not in view too. */
function timelineSvg() {
  const view = $("timeline");
  view.classList.add("whole");
  const width = view.clientWidth;
  const ends = [...view.children].map((one) => one.getBoundingClientRect().bottom);
  const height = Math.ceil(Math.max(...ends) - view.getBoundingClientRect().top + view.scrollTop) + 8;
  const copy = view.cloneNode(true);
  view.classList.remove("whole");
  for (const gone of copy.querySelectorAll("[hidden]")) gone.remove();
  const sheet = document.createElementNS("http://www.w3.org/2000/svg", "style");
  sheet.textContent = [...document.querySelectorAll("head > style")].map((one) => one.textContent).join("");
  const xml = new XMLSerializer();
  const body = `${xml.serializeToString(sheet)}<foreignObject width="${width}" height="${height}"><div
xmlns="http://www.w3.org/1999/xhtml" class="ready saved">${xml.serializeToString(copy)}</div></foreignObject>`;
  return framed(`${hubOf(selected())?.label ?? page.title}: timeline`, width, height, body);
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

// A canvas of more points than this is refused by some browsers.
const MOST_POINTS = 120e6;

/** The picture at twice its size, or as large as a canvas may be. */
function asPng(done) {
  const image = new Image();
  image.onload = () => {
    const scale = Math.min(2, Math.sqrt(MOST_POINTS / (image.width * image.height)), 32000 / image.height);
    const copy = make("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    copy.getContext("2d").drawImage(image, 0, 0, copy.width, copy.height);
    copy.toBlob(done, "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(asSvg())}`;
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
