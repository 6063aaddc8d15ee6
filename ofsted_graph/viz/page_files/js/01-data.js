// The graph as Python wrote it: nodes and edges by number, each node with its ties.

/** @type {(id: string) => any} Elements of the page's own template; each caller knows their kind. */
const $ = (id) => document.getElementById(id);
/** @type {(selector: string) => any[]} */
const $$ = (selector) => [...document.querySelectorAll(selector)];
const page = JSON.parse($("data").textContent);
const { nodes, edges, grades, words, views } = page;
/** @type {(event: Event) => any} What was clicked or typed into. */
const targetOf = (event) => event.target;
const byKey = new Map(nodes.map((node) => [node.key, node]));

for (const node of nodes) node.ties = [];
edges.forEach((edge, number) => tie(Object.assign(edge, { number }), nodes[edge.from], nodes[edge.to]));
for (const node of nodes) {
  if (node.of !== undefined) tie({ kind: "inspects" }, node, nodes[node.of]);
}

function tie(edge, start, end) {
  Object.assign(edge, { start, end });
  start.ties.push(edge);
  if (end !== start) end.ties.push(edge);
}

const isPerson = (node) => node.group === "person" || node.group === "unnamed";
const isPlace = (node) => node.group === "council" || node.group === "organisation";
const tiesOf = (node, kind) => node.ties.filter((edge) => edge.kind === kind);
const otherEnd = (edge, node) => (edge.start === node ? edge.end : edge.start);
const published = (inspection) => inspection.days[2] || inspection.days[1] || inspection.days[0];
const latestFirst = (posts) => posts.sort(byText((edge) => edge.days[1] || edge.days[2])).reverse();
const byText = (read) => (a, b) => (read(a) < read(b) ? -1 : read(a) > read(b) ? 1 : 0);

/** The grade of an inspection in one view: "" where it judged nothing of the kind. */
function gradeOf(inspection, view) {
  for (const aspect of views[view].aspects) {
    const found = new Set((inspection.judged ?? []).filter((j) => j[0] === aspect).map((j) => j[1]));
    if (found.size) return found.size === 1 ? [...found][0] : "disputed";
  }
  return "";
}

const gradesIn = (view) => new Set(nodes.filter((node) => node.judged).map((node) => gradeOf(node, view)));

const records = new Map();

/** A council's graded inspections in one view, oldest first. */
function recordOf(council, view) {
  const name = view + council.id;
  if (!records.has(name)) {
    const graded = tiesOf(council, "inspects")
      .map(({ start }) => ({ day: published(start), grade: gradeOf(start, view) }))
      .filter((one) => one.grade);
    records.set(name, graded.sort(byText((one) => one.day)));
  }
  return records.get(name);
}

/** The grade in force at a council on the day shown, given within the years shown. */
function gradeNow(council, view = state.colour) {
  let found = null;
  for (const one of recordOf(council, view)) {
    if (one.day <= state.asAt && inYears(one.day, one.day)) found = one;
  }
  return found;
}

/** Whether a council is there on the day shown: founded, and not yet ended. */
const exists = (council) => (council.start ?? "") <= state.asAt && !(council.end && council.end <= state.asAt);

/** Whether the legend leaves a council among all of England clear: its grade is not switched off. */
const gradeShown = (place) =>
  page.figure !== "tiles" || place.group !== "council" || !hidden(gradeNow(place)?.grade || "none");

/** Whether a post was held on a day: "held", "perhaps", "before" it began or "after" it ended. */
function holding(post, day) {
  const [earliestStart, latestStart, earliestEnd, latestEnd] = post.days;
  if (latestStart && latestStart <= day && earliestEnd && day <= earliestEnd) return "held";
  if (earliestStart && day < earliestStart) return "before";
  if (latestEnd && day > latestEnd) return "after";
  return "perhaps";
}

/** How a person stands to the day shown, from the posts that are shown. */
function standing(person, place) {
  const posts = tiesOf(person, "post").filter((edge) => shownEdge(edge) && (!place || edge.end === place));
  const found = new Set(posts.map((post) => holding(post, state.asAt)));
  return ["held", "perhaps", "after", "before"].find((how) => found.has(how)) ?? "none";
}

const inYears = (first, last) => (last || "9999") >= `${state.from}` && (first || "0000") <= `${state.to}-12-31`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

/** A day, month or year in words. */
function inWords(text) {
  const [year, month, day] = (text ?? "").split("-");
  return [day && +day, month && (MONTHS[month - 1] ?? month), year].filter(Boolean).join(" ");
}

/** What an inspection is called: where and when. */
function fullName(node) {
  if (node.group !== "inspection") return node.label;
  return `${nodes[node.of]?.label ?? ""}, ${inWords(node.days[0] || published(node))}`;
}

/** A post in a few words: "Interim director". */
function postName(post, short) {
  const role = (short && page.shortRoles[post.role]) || words.role[post.role] || post.role || "";
  const stands = post.capacity === "interim" || post.capacity === "acting";
  return stands ? capital(`${post.capacity} ${role[0]?.toLowerCase() ?? ""}${role.slice(1)}`) : role;
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
