// Search, legend, filters, the date and the views: what sets the state, and shows how it is set.

const $ = (id) => document.getElementById(id);
const plainText = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const findable = nodes.filter((node) => node.group !== "inspection" && node.group !== "unnamed");

// -- Search --

const search = $("search");
const hits = $("hits");
const asked = search.placeholder;
let active = -1;
let pathFrom = null;

function findNames(text) {
  const parts = plainText(text).split(/\s+/).filter(Boolean);
  if (!parts.length) return [];
  const scored = [];
  for (const node of findable) {
    const names = [node.label, ...(node.also ?? [])].map(plainText);
    const name = names.find((one) => parts.every((part) => one.includes(part)));
    if (!name) continue;
    const whole = parts.join(" ");
    const rank = [name === whole, name.startsWith(whole), name.includes(` ${parts[0]}`), true].indexOf(true);
    scored.push({ rank: rank * 2 + (isPlace(node) ? 0 : 1), node });
  }
  scored.sort((a, b) => a.rank - b.rank || a.node.label.localeCompare(b.node.label, "en", { numeric: true }));
  return scored.slice(0, 12).map((one) => one.node);
}

function showHits() {
  const found = findNames(search.value);
  active = found.length ? 0 : -1;
  hits.replaceChildren(...found.map((node, index) => {
    const post = latestFirst(tiesOf(node, "post"))[0];
    const part = post ? `${postName(post, true)}, ${post.end.label}` : "Inspector";
    const about = isPlace(node) ? (words.region[node.region] ?? "") : part;
    return make("li", { role: "option", id: `hit${index}`, onmousedown: (event) => (event.preventDefault(), take(node)) }, node.label, make("small", {}, about));
  }));
  if (search.value.trim() && !found.length) hits.append(make("li", { role: "option", "aria-disabled": "true" }, "Nobody here has that name."));
  markHit(found);
  hits.found = found;
}

function markHit() {
  const open = hits.childElementCount > 0;
  hits.hidden = !open;
  search.setAttribute("aria-expanded", open);
  [...hits.children].forEach((item, index) => item.setAttribute("aria-selected", index === active));
  if (active >= 0) search.setAttribute("aria-activedescendant", `hit${active}`);
  else search.removeAttribute("aria-activedescendant");
}

function take(node) {
  search.value = "";
  hits.replaceChildren();
  markHit();
  const way = pathFrom && pathFrom !== node && shortestPath(pathFrom, node);
  if (pathFrom && !way) tell(`No posts lead from ${pathFrom.label} to ${node.label}.`);
  else if (way) change({ path: way, node: "", view: "graph" });
  else choose(node);
  say(way ? `Path from ${pathFrom.label} to ${node.label}.` : `${describe(node)} Chosen.`);
  pathFrom = null;
  search.placeholder = asked;
}

search.addEventListener("input", showHits);
search.addEventListener("blur", () => (hits.replaceChildren(), markHit()));
search.addEventListener("keydown", (event) => {
  const count = hits.found?.length ?? 0;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && count) active = (active + step + count) % count;
  else if (event.key === "Enter" && active >= 0) return take(hits.found[active]);
  else if (event.key === "Escape") search.value = "", hits.replaceChildren(), (active = -1);
  else return;
  event.preventDefault();
  markHit();
});

// -- Legend and filters --

document.querySelectorAll("[data-toggle]").forEach((box) => box.addEventListener("change", () => toggle(box.dataset.toggle, box.checked)));
for (const name of ["colour", "region", "from", "to"]) $(name).addEventListener("change", () => changeFilter(name));
document.querySelectorAll("[name=steps]").forEach((box) => box.addEventListener("change", () => change({ steps: Number(box.value) })));
$("moves").addEventListener("change", () => change({ ties: $("moves").checked ? "moves" : "", node: "", path: "" }));
$("clear").addEventListener("click", () => change({ ...DEFAULTS, node: "", path: "", view: state.view, theme: state.theme }));

function changeFilter(name) {
  const value = name === "from" || name === "to" ? Number($(name).value) : $(name).value;
  const both = { from: state.from, to: state.to, [name]: value };
  if (both.from > both.to) both[name === "from" ? "to" : "from"] = value;
  change(name === "from" || name === "to" ? both : { [name]: value });
}

/** Count what each line of the legend stands for, on the day shown. */
function showLegend() {
  for (const name of ["colour", "region", "from", "to"]) $(name).value = state[name];
  document.querySelectorAll("[name=steps]").forEach((box) => (box.checked = Number(box.value) === state.steps));
  $("moves").checked = state.ties === "moves";
  const counts = {};
  for (const node of nodes) {
    if (node.group !== "council" || !inRegion(node) || (node.end && node.end <= state.asAt)) continue;
    const grade = gradeNow(node)?.grade || "none";
    counts[grade] = (counts[grade] ?? 0) + 1;
  }
  const used = new Set(nodes.filter((node) => node.judged).map((node) => gradeOf(node, state.colour)));
  document.querySelectorAll("[data-toggle]").forEach((box) => {
    const line = box.closest("label");
    box.checked = !hidden(box.dataset.toggle);
    if (!box.dataset.grade) return;
    line.querySelector("output").textContent = counts[box.dataset.toggle] ?? 0;
    line.hidden = box.dataset.toggle !== "none" && !used.has(box.dataset.toggle);
  });
}

// -- The date --

const slider = $("asat");
const dates = monthsBetween(`${page.years[0]}-01`, page.lastDay);
let playing = 0;

/** The first of each month, and at the end the last day known. */
function monthsBetween(first, last) {
  const days = [];
  for (let month = first; month <= last.slice(0, 7); ) {
    days.push(`${month}-01`);
    const [year, number] = month.split("-").map(Number);
    month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
  }
  if (days.at(-1) !== last) days.push(last);
  return days;
}

slider.max = dates.length - 1;
slider.addEventListener("input", () => change({ asAt: dates[slider.value] }));
$("play").addEventListener("click", () => (playing ? stopPlay() : startPlay()));

function startPlay() {
  if (state.asAt >= dates.at(-1)) change({ asAt: dates[0] });
  const months = calm.matches ? 12 : 1;
  playing = setInterval(() => {
    const next = Math.min(dates.findIndex((day) => day >= state.asAt) + months, dates.length - 1);
    change({ asAt: dates[next] });
    if (next === dates.length - 1) stopPlay();
  }, calm.matches ? 1000 : 110);
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
  const index = dates.findIndex((day) => day >= state.asAt);
  slider.value = index < 0 ? dates.length - 1 : index;
  slider.setAttribute("aria-valuetext", inWords(state.asAt));
  $("asat-text").textContent = inWords(state.asAt);
}

/** Bars above the slider: what was published each year, by grade. */
function drawBars() {
  const years = page.years;
  const counts = new Map(years.map((year) => [year, {}]));
  for (const node of nodes) {
    if (node.group !== "inspection" || !shownNode(node)) continue;
    const year = counts.get(Number(published(node).slice(0, 4)));
    const grade = gradeOf(node, state.colour) || "none";
    if (year) year[grade] = (year[grade] ?? 0) + 1;
  }
  const most = Math.max(1, ...[...counts.values()].map((year) => Object.values(year).reduce((a, b) => a + b, 0)));
  const width = 100 / years.length;
  const svg = $("bars");
  svg.replaceChildren(...years.flatMap((year, index) => {
    let top = 34;
    return [...Object.keys(grades), "none"].filter((grade) => counts.get(year)[grade]).map((grade) => {
      const height = (counts.get(year)[grade] / most) * 32;
      top -= height;
      return shape("rect", { x: `${index * width + width * 0.12}%`, width: `${width * 0.76}%`, y: top, height, class: `g-${grade}` });
    });
  }));
}

function shape(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// -- Views and theme --

const tabs = [...document.querySelectorAll("[role=tab]")];
tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => change({ view: tab.dataset.view }));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
});

function showView() {
  for (const tab of tabs) {
    const on = tab.dataset.view === state.view;
    tab.setAttribute("aria-selected", on);
    tab.tabIndex = on ? 0 : -1;
    $(tab.getAttribute("aria-controls")).hidden = !on;
  }
  document.body.dataset.view = state.view;
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (state.theme ? state.theme === "dark" : prefersDark.matches);
prefersDark.addEventListener("change", () => render(null));
$("theme").addEventListener("click", () => change({ theme: isDark() ? "light" : "dark" }));

function showTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  $("theme").textContent = isDark() ? "Light" : "Dark";
  readInk();
}

/** What the picture shows, above it, and the way back. */
function showWhere() {
  const names = { fan: scene.hub?.label ?? "", path: "Shortest path" };
  const whole = scene.kind === "tiles" || scene.kind === "whole";
  $("where").textContent = whole ? "" : names[scene.kind];
  $("back").hidden = whole && !state.region;
  $("back").textContent = `‹ ${page.title}`;
}
$("back").addEventListener("click", back);
document.querySelectorAll("[data-zoom]").forEach((button) =>
  button.addEventListener("click", () => (button.dataset.zoom === "fit" ? fit() : zoom(Number(button.dataset.zoom)))),
);
