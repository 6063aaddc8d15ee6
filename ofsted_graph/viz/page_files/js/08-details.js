// What is known of the chosen thing, each fact with the places that say it.

const panel = document.getElementById("details");
const CAUSE = "Being in post when a council was inspected does not show that a person caused what was found.";

/** Make an element; text is always text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const goTo = (node, text = node.label) =>
  make("a", { href: `#node=${encodeURIComponent(node.key)}`, onclick: (event) => (event.preventDefault(), choose(node)) }, text);

/** Only http and https addresses become links; anything else stays text. */
const safe = (address) => (/^https?:\/\//i.test(address ?? "") ? address : null);

function citation(place) {
  const [number, locator] = page.places[place];
  const entry = document.getElementById(`s${number}`);
  const title = entry?.querySelector("cite")?.textContent ?? "source";
  const address = safe(entry?.querySelector("a")?.getAttribute("href"));
  const link = address && make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, title);
  return make("li", {}, link || title, locator && `, ${locator}`);
}

function sources(cites) {
  if (!cites?.length) return null;
  const list = make("ul", {}, ...cites.map(citation));
  return make("details", { class: "cites" }, make("summary", {}, plural(cites.length, "source")), list);
}

const pill = (grade) => make("span", { class: `g-${grade}` }, grades[grade].label);

const fact = (...parts) => make("li", {}, ...parts);
const section = (title, facts) => (facts.length ? [make("h3", {}, title), make("ul", { class: "facts" }, ...facts)] : []);
const quiet = (...parts) => make("p", { class: "quiet" }, ...parts);

function showDetails() {
  const node = selected();
  const body = state.path ? pathDetails() : node ? nodeDetails(node) : state.ties ? connectors() : null;
  panel.hidden = !body;
  document.body.classList.toggle("with-details", Boolean(body));
  if (!body) return;
  const close = make("button", { type: "button", class: "close", "aria-label": "Close details", onclick: () => change({ node: "", path: "", ties: "" }) }, "×");
  panel.replaceChildren(close, ...body);
  panel.scrollTop = 0;
}

function nodeDetails(node) {
  const title = (kind) => [make("p", { class: "kind" }, kind), make("h2", {}, fullName(node))];
  if (node.group === "inspection") return [...title(words.framework[node.framework] ?? "Inspection"), ...inspectionDetails(node)];
  if (isPlace(node)) return [...title(words.region[node.region] ? `Council · ${words.region[node.region]}` : "Organisation"), ...placeDetails(node)];
  if (isPerson(node)) return [...title("Person"), ...personDetails(node)];
  return [...title("Named by the query"), ...section("Tied to", node.ties.map((edge) => fact(lineText({ edge, ...edge }))))];
}

function placeDetails(place) {
  const now = Object.keys(views)
    .map((view) => [view, gradeNow(place, view)])
    .filter(([, grade]) => grade)
    .map(([view, grade]) => fact(make("span", {}, views[view].label), pill(grade.grade)));
  const posts = latestFirst(tiesOf(place, "post"));
  const inspections = tiesOf(place, "inspects").map((edge) => edge.start).sort(byText(published)).reverse();
  return [
    place.end ? quiet(`Abolished ${inWords(place.end)}.`) : null,
    ...tiesOf(place, "replaced-by").map((edge) =>
      quiet(edge.start === place ? "Replaced by " : "Took over from ", goTo(otherEnd(edge, place)), "."),
    ),
    now.length ? make("div", { class: "card" }, make("h3", {}, `As at ${inWords(state.asAt)}`), make("ul", { class: "now" }, ...now)) : null,
    ...section("Posts", posts.map((post) => postFact(post, post.start))),
    ...section("Inspections", inspections.map((node) => inspectionFact(node))),
    ...section("Steps by government", (place.steps ?? []).map(([what, by, start, end, cites]) =>
      fact(capital(what), quiet([by && `by ${by}`, start && `from ${start}`, end && `to ${end}`].filter(Boolean).join(", ")), sources(cites)))),
    ...section("Help between councils", tiesOf(place, "supports").map((edge) =>
      fact(edge.start === place ? "Helped " : "Was helped by ", goTo(otherEnd(edge, place)), quiet([edge.began, edge.ended].filter(Boolean).join(" to ")), sources(edge.cites)))),
    make("p", { class: "note" }, CAUSE),
    pathButton(place),
  ].filter(Boolean);
}

/** A post as a fact: who or where, what, when, and how sure. */
function postFact(post, node) {
  const row = document.querySelector(`tr[data-post="${edges.indexOf(post)}"]`);
  const [began, ended] = [".began", ".ended"].map((cell) => row?.querySelector(cell)?.textContent ?? "");
  const stand = { held: "in post", perhaps: "perhaps in post", after: "former", before: "later" }[holding(post, state.asAt)];
  return fact(
    make("div", { class: "top" }, node.group === "unnamed" ? make("span", {}, "Not named") : goTo(node), make("span", { class: `tag ${stand}` }, stand)),
    make("p", {}, postName(post)),
    quiet(`From: ${began}. To: ${ended}.`),
    post.title ? quiet(`Titled “${post.title}”.`) : null,
    sources(post.cites),
  );
}

function inspectionFact(node, extra = []) {
  const grade = gradeOf(node, state.colour);
  return fact(
    make("div", { class: "top" }, goTo(node, selected() === hubOf(node) ? inWords(node.days[0] || published(node)) : fullName(node)), grade ? pill(grade) : null),
    quiet(words.framework[node.framework] ?? ""),
    ...extra,
    sources(node.cites),
  );
}

function personDetails(person) {
  const posts = latestFirst(tiesOf(person, "post"));
  const at = tiesOf(person, "in-post")
    .filter((edge) => surest(person, edge.end) === edge)
    .sort(byText((edge) => published(edge.end)))
    .reverse();
  const led = tiesOf(person, "inspected-by").sort(byText((edge) => published(edge.end))).reverse();
  return [
    person.also ? quiet(`Also written ${person.also.join(", ")}.`) : null,
    ...tiesOf(person, "maybe-same").map((edge) => quiet("Perhaps the same person as ", goTo(otherEnd(edge, person)), "; nobody has decided.")),
    ...section("Posts", posts.map((post) => postFact(post, post.end))),
    ...section("In post at inspections", at.map((edge) => inspectionFact(edge.end, [sureTag(edge), quiet(postName(edges[edge.post]))]))),
    ...section("Inspections made", led.map((edge) => inspectionFact(edge.end, [quiet(capital(`${edge.part} inspector`))]))),
    at.length ? make("p", { class: "note" }, CAUSE) : null,
    posts.length ? pathButton(person) : null,
  ].filter(Boolean);
}

const sureTag = (edge) =>
  make("span", { class: edge.sure ? "tag sure" : "tag" }, edge.sure ? "certain, worked out from dates" : "possible: the dates leave room for it");

function inspectionDetails(node) {
  const [started, ended, publishedOn] = node.days;
  const views = new Map();
  for (const [aspect, grade, printed, cites] of node.judged ?? []) views.set(aspect, [...(views.get(aspect) ?? []), [grade, printed, cites]]);
  const judged = [...views].map(([aspect, said]) =>
    fact(make("p", {}, words.aspect[aspect] ?? aspect), said.length > 1 ? make("span", { class: "tag differ" }, "sources differ") : null,
      ...said.flatMap(([grade, printed, cites]) => [pill(grade), printed && printed !== grades[grade].label ? quiet(`Printed: “${printed}”`) : null, sources(cites)])));
  const at = tiesOf(node, "in-post")
    .filter((edge) => surest(edge.start, node) === edge)
    .sort((a, b) => Boolean(b.sure) - Boolean(a.sure));
  return [
    node.of === undefined ? null : make("p", {}, goTo(nodes[node.of])),
    quiet([started && `On site from ${inWords(started)}`, ended && `to ${inWords(ended)}`].filter(Boolean).join(" ")),
    publishedOn ? quiet(`Published ${inWords(publishedOn)}`) : null,
    node.themes ? quiet(`Looked at: ${node.themes.join(", ")}`) : null,
    sources(node.cites),
    ...section("What was found", judged),
    ...section("Sources differ", (node.claims ?? []).map(([about, value, cites]) => fact(`${capital(about)}: ${inWords(value)}`, sources(cites)))),
    ...section("In post at the time", at.map((edge) => fact(goTo(edge.start), quiet(postName(edges[edge.post])), sureTag(edge)))),
    ...section("Inspectors", tiesOf(node, "inspected-by").map((edge) => fact(goTo(edge.start), quiet(edge.part)))),
    make("p", { class: "note" }, CAUSE),
  ].filter(Boolean);
}

function pathDetails() {
  const way = state.path.split("~").map((key) => byKey.get(key));
  const steps = way.slice(1).map((node, index) => {
    const posts = tiesOf(node, "post").filter((edge) => otherEnd(edge, node) === way[index]);
    return fact(goTo(way[index]), " – ", goTo(node), ...posts.map((post) => quiet(`${postName(post)}, ${post.years}`)), sources(posts.flatMap((post) => post.cites ?? [])));
  });
  return [make("p", { class: "kind" }, "Shortest path"), make("h2", {}, `${way[0].label} to ${way.at(-1).label}`), ...section(plural(steps.length, "step"), steps)];
}

/** Ask for the other end of a path: what is found next is not shown but led to. */
function pathButton(from) {
  const start = () => {
    pathFrom = from;
    search.placeholder = `Path from ${from.label} to …`;
    search.focus();
  };
  return make("button", { type: "button", class: "way", onclick: start }, "Find the path to somebody else");
}

/** People with posts at more than one council, those between most councils first. */
function connectors() {
  const facts = page.connectors.map(([number, councils]) => fact(make("div", { class: "top" }, goTo(nodes[number]), make("span", { class: "tag" }, plural(councils, "council")))));
  return [make("h2", {}, "Who connects councils"), quiet("People who held posts at more than one council; each line in the picture is a move."), make("ul", { class: "facts" }, ...facts)];
}
