// Search, legend, filters, the date and the views: what sets the state, and shows how it is set.

const SELECTS = ["colour", "region", "from", "to"];

// -- Search --

const search = $("search");
const hits = $("hits");
const asked = search.placeholder;
const plainText = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let found = [];
let active = -1;
let pathFrom = null;

/** Find people and councils by parts of their names, the nearest first. */
function findNames(text) {
  const parts = plainText(text).split(/\s+/).filter(Boolean);
  const whole = parts.join(" ");
  const scored = [];
  for (const node of whole ? nodes : []) {
    if (node.group === "inspection" || node.group === "unnamed") continue;
    const name = [node.label, ...(node.also ?? [])].map(plainText).find((one) => parts.every((p) => one.includes(p)));
    if (name === undefined) continue;
    const rank = [name === whole, name.startsWith(whole), name.includes(` ${parts[0]}`), true].indexOf(true);
    scored.push({ rank: rank * 2 + (isPlace(node) ? 0 : 1), node });
  }
  const inOrder = (a, b) => a.rank - b.rank || a.node.label.localeCompare(b.node.label, "en", { numeric: true });
  return scored.sort(inOrder).slice(0, 12).map((one) => one.node);
}

function hitItem(node, index) {
  const post = latestFirst(tiesOf(node, "post"))[0];
  const part = post ? `${postName(post, true)}, ${post.end.label}` : isPerson(node) ? "Inspector" : "";
  const onmousedown = (event) => {
    event.preventDefault();
    take(node);
  };
  const about = make("small", {}, isPlace(node) ? words.region[node.region] : part);
  return make("li", { role: "option", id: `hit${index}`, onmousedown }, node.label, about);
}

function showHits(next, index = next.length ? 0 : -1) {
  found = next;
  hits.replaceChildren(...found.map(hitItem));
  if (search.value.trim() && !found.length) {
    hits.append(make("li", { role: "option", "aria-disabled": "true" }, "Nobody here has that name."));
  }
  markHit(index);
}

function markHit(index) {
  active = index;
  hits.hidden = !hits.childElementCount;
  search.setAttribute("aria-expanded", String(!hits.hidden));
  [...hits.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
  search.setAttribute("aria-activedescendant", active < 0 ? "" : `hit${active}`);
}

function closeHits() {
  search.value = "";
  showHits([]);
}

function take(node) {
  const from = pathFrom;
  pathFrom = null;
  search.placeholder = asked;
  closeHits();
  const way = from && from !== node && shortestPath(from, node);
  if (way) change({ path: way, node: "", view: "graph" });
  else if (from) tell(`No posts lead from ${from.label} to ${node.label}.`);
  else choose(node);
  say(way ? `Path from ${from.label} to ${node.label}.` : describe(node));
}

search.oninput = () => showHits(findNames(search.value));
search.onblur = closeHits;
search.onkeydown = (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) markHit((active + step + found.length) % found.length);
  else if (event.key === "Enter" && active >= 0) take(found[active]);
  else if (event.key === "Escape") closeHits();
  else return;
  event.preventDefault();
};

// -- Legend and filters --

for (const box of $$("[data-toggle]")) box.onchange = () => toggle(box.dataset.toggle, box.checked);
for (const box of $$("[name=steps]")) box.onchange = () => change({ steps: Number(box.value) });
for (const name of SELECTS) $(name).onchange = () => changeFilter(name, $(name).value);
$("moves").onchange = () => change({ ties: $("moves").checked ? "moves" : "", node: "", path: "" });
$("clear").onclick = () => change({ ...DEFAULTS, node: "", path: "", view: state.view, theme: state.theme });

/** Set a filter; the first and the last year push each other along. */
function changeFilter(name, value) {
  if (name !== "from" && name !== "to") return change({ [name]: value });
  const other = name === "from" ? Math.max(value, state.to) : Math.min(value, state.from);
  return change({ [name]: Number(value), [name === "from" ? "to" : "from"]: other });
}

/** Count what each line of the legend stands for, on the day shown. */
function showLegend() {
  for (const name of SELECTS) $(name).value = state[name];
  for (const box of $$("[name=steps]")) box.checked = Number(box.value) === state.steps;
  $("moves").checked = Boolean(state.ties);
  const counts = {};
  for (const node of nodes) {
    if (node.group !== "council" || !inRegion(node) || !exists(node)) continue;
    const grade = gradeNow(node)?.grade || "none";
    counts[grade] = (counts[grade] ?? 0) + 1;
  }
  const used = gradesIn(state.colour).add("none");
  for (const box of $$("[data-toggle]")) {
    const line = box.closest("label");
    const word = box.dataset.toggle;
    box.checked = !hidden(word);
    if (!box.dataset.grade) continue;
    line.querySelector("output").textContent = counts[word] ?? 0;
    line.hidden = !used.has(word);
  }
}

// -- The date --

const slider = $("asat");
const dates = monthsBetween(`${page.years[0]}-01`, page.lastDay);
let playing = 0;

/** The first of each month, and at the end the last day known. */
function monthsBetween(first, last) {
  const days = [];
  for (let [year, month] = first.split("-").map(Number); ; month += 1) {
    const day = `${year + Math.floor((month - 1) / 12)}-${String(((month - 1) % 12) + 1).padStart(2, "0")}-01`;
    if (day >= last) return [...days, last];
    days.push(day);
  }
}

slider.max = dates.length - 1;
slider.oninput = () => change({ asAt: dates[slider.value] });
$("play").onclick = () => (playing ? stopPlay() : startPlay());

const dateIndex = () => Math.max(0, dates.findIndex((day) => day >= state.asAt));

function startPlay() {
  if (state.asAt >= dates.at(-1)) change({ asAt: dates[0] });
  const step = () => {
    change({ asAt: dates[Math.min(dateIndex() + (calm.matches ? 12 : 1), dates.length - 1)] });
    if (state.asAt === dates.at(-1)) stopPlay();
  };
  playing = setInterval(step, calm.matches ? 1000 : 110);
  showPlay();
}

function stopPlay() {
  clearInterval(playing);
  playing = 0;
  showPlay();
  say(`As at ${inWords(state.asAt)}.`);
}

function showPlay() {
  $("play").setAttribute("aria-label", playing ? "Pause" : "Play through the years");
  $("play").classList.toggle("on", Boolean(playing));
}

function showDate() {
  slider.value = dateIndex();
  slider.setAttribute("aria-valuetext", inWords(state.asAt));
  $("asat-text").textContent = inWords(state.asAt);
}

/** Bars above the slider: what was published each year, by grade. */
function drawBars() {
  const counts = new Map(page.years.map((year) => [year, {}]));
  for (const node of nodes) {
    const year = node.group === "inspection" && shownNode(node) && counts.get(Number(published(node).slice(0, 4)));
    const grade = year && (gradeOf(node, state.colour) || "none");
    if (year) year[grade] = (year[grade] ?? 0) + 1;
  }
  const sum = (year) => Object.values(year).reduce((a, b) => a + b, 0);
  const most = Math.max(1, ...[...counts.values()].map(sum));
  const width = 100 / page.years.length;
  const bars = [...counts.values()].flatMap((year, index) => {
    let y = 34;
    return [...Object.keys(grades), "none"].filter((grade) => year[grade]).map((grade) => {
      const height = (year[grade] / most) * 32;
      y -= height;
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const look = { x: `${(index + 0.12) * width}%`, width: `${width * 0.76}%`, y, height, class: `g-${grade}` };
      for (const [name, value] of Object.entries(look)) bar.setAttribute(name, String(value));
      return bar;
    });
  });
  $("bars").replaceChildren(...bars);
}

// -- Views and theme --

const tabs = $$("[role=tab]");
tabs.forEach((tab, index) => {
  tab.onclick = () => change({ view: tab.dataset.view });
  tab.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  };
});

function showView() {
  for (const tab of tabs) {
    const on = tab.dataset.view === state.view;
    tab.setAttribute("aria-selected", on);
    tab.tabIndex = on ? 0 : -1;
    const view = $(tab.getAttribute("aria-controls"));
    if (view) view.hidden = !on;
  }
  // A table is saved as a table.
  for (const kind of ["png", "svg"]) $$(`[data-save="${kind}"]`)[0].hidden = state.view === "table";
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (state.theme ? state.theme === "dark" : prefersDark.matches);
prefersDark.onchange = () => render(null);
$("theme").onclick = () => change({ theme: isDark() ? "light" : "dark" });

function showTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  $("theme").textContent = isDark() ? "Light" : "Dark";
  readInk();
}

/** What the picture shows, above it, and the way back. */
function showWhere() {
  const whole = scene.kind === "tiles" || scene.kind === "whole";
  const what = whole ? "" : (scene.hub?.label ?? "Shortest path");
  const drawn = scene.left && `${plural(scene.spots.size, "thing")} drawn, ${scene.left.toLocaleString("en-GB")} more to search`;
  $("where").textContent = [what, drawn].filter(Boolean).join(": ");
  $("back").hidden = whole && !state.region;
  $("back").textContent = `‹ ${page.title}`;
}
$("back").onclick = back;
for (const button of $$("[data-zoom]")) {
  button.onclick = () => (button.dataset.zoom === "fit" ? fit() : zoom(Number(button.dataset.zoom)));
}
