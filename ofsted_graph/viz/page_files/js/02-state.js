// What is shown: one object, kept in the page's address so that any view can be linked to.

const DEFAULTS = {
  view: page.start.view,
  node: page.start.node,
  path: page.start.path,
  steps: page.figure === "tiles" ? 1 : 0,
  asAt: page.lastDay,
  colour: "overall",
  from: page.years[0],
  to: page.years.at(-1),
  region: "",
  hide: "",
  ties: "",
  theme: "",
};
const NUMBERS = new Set(["steps", "from", "to"]);
let state = { ...DEFAULTS, ...fromAddress() };

function fromAddress() {
  const found = {};
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (name in DEFAULTS) found[name] = NUMBERS.has(name) ? Number(value) : value;
  }
  return checked(found);
}

/** Leave out what the address says wrongly: a node that is not here, a day that is none. */
function checked(found) {
  const known = {
    node: (key) => key === "" || byKey.has(key),
    path: (keys) => keys === "" || keys.split("~").every((key) => byKey.has(key)),
    view: (name) => ["graph", "timeline", "table"].includes(name),
    asAt: (day) => /^\d{4}-\d\d-\d\d$/.test(day),
    steps: (count) => [0, 1, 2].includes(count),
    ties: (name) => ["", "moves"].includes(name),
    theme: (name) => ["", "dark", "light"].includes(name),
    hide: () => true,
  };
  const choices = (name) => [...$(name).options].map((option) => option.value);
  const holds = ([name, value]) => known[name]?.(value) ?? choices(name).includes(String(value));
  return Object.fromEntries(Object.entries(found).filter(holds));
}

function toAddress() {
  const changed = Object.entries(state).filter(([name, value]) => value !== DEFAULTS[name]);
  const plain = (text) => encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2C", ",");
  return `#${changed.map(([name, value]) => `${name}=${plain(String(value))}`).join("&")}`;
}

/** Change what is shown; a step worth going back to gets its place in the browser's history. */
function change(changes) {
  const before = state;
  state = { ...state, ...checked(changes) };
  const address = toAddress();
  if (address !== (location.hash || "#")) {
    const step = ["view", "node", "path", "steps"].some((name) => state[name] !== before[name]);
    if (step) location.hash = address;
    else location.replace(address);
  }
  render(before);
}

addEventListener("hashchange", () => {
  if (location.hash === toAddress() || (!location.hash && toAddress() === "#")) return;
  const before = state;
  state = { ...DEFAULTS, theme: state.theme, ...fromAddress() };
  render(before);
});

const selected = () => byKey.get(state.node) ?? null;
const hidden = (word) => state.hide.split(",").includes(word);

/** Show or hide what a word stands for: a grade, a role, a kind of thing. */
function toggle(word, show) {
  const others = state.hide.split(",").filter((one) => one && one !== word);
  change({ hide: (show ? others : [...others, word]).sort().join(",") });
}

/** Whether filters leave an edge in the picture. */
function shownEdge(edge) {
  if (edge.kind === "post") return !hidden(edge.role) && inYears(edge.days[0] || edge.days[1], edge.days[3]);
  if (edge.kind === "in-post") return shownEdge(edges[edge.post]) && !(hidden("perhaps") && !edge.sure);
  return !(edge.kind === "inspected-by" && hidden("inspectors"));
}

/** Whether filters leave a node in the picture. */
function shownNode(node) {
  if (node.group === "inspection") {
    const grade = gradeOf(node, state.colour);
    return inYears(node.days[0], published(node)) && !hidden(grade || "visits") && inRegion(nodes[node.of]);
  }
  if (node.group === "council") return inRegion(node);
  return !isPerson(node) || node.ties.length === 0 || node.ties.some(shownEdge);
}

const inRegion = (council) => !state.region || !council || council.region === state.region;
