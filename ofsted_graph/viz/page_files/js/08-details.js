// What is known of the chosen thing, each fact with the places that say it.

const panel = $("details");
const CAUSE = "Being in post when a council was inspected does not show that a person caused what was found.";

/** Make an element; text is always text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick" || name === "onmousedown") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

function goTo(node, text = node.label) {
  const onclick = (event) => {
    event.preventDefault();
    choose(node);
  };
  return make("a", { href: `#node=${encodeURIComponent(node.key)}`, onclick }, text);
}

/** A cited place; only an http or https address becomes a link. */
function citation(place) {
  const [number, locator] = page.places[place];
  const source = $(`s${number}`);
  const title = source.querySelector("cite").textContent;
  const address = source.querySelector("a")?.getAttribute("href") ?? "";
  const link = { href: address, rel: "noopener noreferrer", target: "_blank" };
  return make("li", {}, /^https?:\/\//i.test(address) ? make("a", link, title) : title, locator && `, ${locator}`);
}

function sources(cites) {
  if (!cites?.length) return null;
  const list = make("ul", {}, ...cites.map(citation));
  return make("details", { class: "cites" }, make("summary", {}, plural(cites.length, "source")), list);
}

const pill = (grade) => make("span", { class: `g-${grade}` }, grades[grade].label);
const tag = (text, kind = "") => make("span", { class: `tag ${kind}` }, text);
const fact = (...parts) => make("li", {}, ...parts);
const facts = (list) => make("ul", { class: "facts" }, ...list);
const heading = (...parts) => make("div", { class: "top" }, ...parts);
const quiet = (...parts) => make("p", { class: "quiet" }, ...parts);
const note = () => make("p", { class: "note" }, CAUSE);
const title = (kind, text) => [make("p", { class: "kind" }, kind), make("h2", {}, text)];
const section = (name, list) => (list.length ? [make("h3", {}, name), facts(list)] : []);

function showDetails() {
  const node = selected();
  const body = state.path ? pathDetails() : node ? nodeDetails(node) : state.ties ? connectors() : null;
  panel.hidden = !body;
  if (!body) return;
  const onclick = () => change({ node: "", path: "", ties: "" });
  const close = make("button", { class: "close", "aria-label": "Close details", onclick }, "×");
  panel.replaceChildren(close, ...body.filter(Boolean));
  panel.scrollTop = 0;
}

/** On paper nothing can be opened. */
addEventListener("beforeprint", () => {
  for (const closed of $$("#details details")) closed.open = true;
});

function nodeDetails(node) {
  if (node.group === "inspection") {
    return [...title(words.framework[node.framework] ?? "Inspection", fullName(node)), ...inspectionDetails(node)];
  }
  if (isPlace(node)) {
    const region = words.region[node.region];
    return [...title(region ? `Council · ${region}` : "Organisation", node.label), ...placeDetails(node)];
  }
  if (isPerson(node)) return [...title("Person", node.label), ...personDetails(node)];
  const ties = node.ties.slice(0, MOST_NEAR).map((edge) => fact(lineText(edge)));
  const more = node.ties.length - ties.length;
  const rest = more > 0 && quiet(`and ${plural(more, "more tie")}, which the saved graph has`);
  return [...title("Named by the query", node.label), ...section("Tied to", ties), rest];
}

function placeDetails(place) {
  const now = Object.keys(views)
    .map((view) => [views[view].label, gradeNow(place, view)])
    .filter(([, found]) => found)
    .map(([label, found]) => {
      const name = make("span", {}, label, make("small", {}, ` since ${inWords(found.day)}`));
      return fact(name, pill(found.grade));
    });
  const latest = tiesOf(place, "inspects").map((edge) => edge.start).sort(byText(published)).reverse();
  const period = (start, end) => [start && `from ${start}`, end && `to ${end}`].filter(Boolean).join(" ");
  const steps = (place.steps ?? []).map(([what, by, start, end, cites]) =>
    fact(capital(what), quiet(by && `By ${by} `, period(start, end)), sources(cites)),
  );
  const help = tiesOf(place, "supports").map((edge) => {
    const way = edge.start === place ? "Helped " : "Was helped by ";
    return fact(way, goTo(otherEnd(edge, place)), quiet(period(edge.began, edge.ended)), sources(edge.cites));
  });
  const card = () => [make("h3", {}, `As at ${inWords(state.asAt)}`), make("ul", { class: "now" }, ...now)];
  return [
    place.end && quiet(`Ended ${inWords(place.end)}.`),
    ...tiesOf(place, "replaced-by").map((edge) =>
      quiet(edge.start === place ? "Replaced by " : "Took over from ", goTo(otherEnd(edge, place))),
    ),
    now.length > 0 && make("div", { class: "card" }, ...card()),
    ...section("Inspections", latest.map((node) => inspectionFact(node, ...whoRanIt(node)))),
    ...section("Posts", latestFirst(tiesOf(place, "post")).map((post) => postFact(post, post.start))),
    ...section("Steps by government", steps),
    ...section("Help between councils", help),
    note(),
    pathButton(place),
  ];
}

/** A post as a fact: who or where, what, when, and how sure. Its dates in words are in the table. */
function postFact(post, node) {
  const row = document.querySelector(`tr[data-post="${post.number}"]`);
  const [began, ended] = ["began", "ended"].map((name) => row.querySelector(`.${name}`).textContent);
  const stands = { held: "in post", perhaps: "perhaps in post", after: "former", before: "later" };
  const stand = holding(post, state.asAt);
  return fact(
    heading(node.group === "unnamed" ? "Not named" : goTo(node), tag(stands[stand], stand)),
    make("p", {}, postName(post)),
    quiet(`From: ${began}. To: ${ended}.`),
    post.title && quiet(`Titled “${post.title}”.`),
    sources(post.cites),
  );
}

function inspectionFact(node, ...extra) {
  const grade = gradeOf(node, state.colour);
  const name = selected() === hubOf(node) ? inWords(node.days[0] || published(node)) : fullName(node);
  const kind = quiet(words.framework[node.framework] ?? "");
  return fact(heading(goTo(node, name), grade && pill(grade)), kind, ...extra, sources(node.cites));
}

const sureTag = (edge) =>
  edge.sure ? tag("certain", "held") : tag(`likely ${edge.likely} %`);

/** Who was in post at what, each once in a role, the latest first. */
const inPostOnce = (node) =>
  tiesOf(node, "in-post")
    .filter((edge) => surest(edge.start, edge.end, edges[edge.post].role) === edge)
    .sort(byText((edge) => published(edge.end) + (edge.sure ? 1 : 0)))
    .reverse();

const DIRECTOR = "director-of-childrens-services";

/** Who was in post at an inspection; of one that gave grades, that nobody is known to have directed it. */
function whoRanIt(inspection) {
  const served = inPostOnce(inspection).filter((edge) => edge.start.group !== "unnamed");
  const directed = served.some((edge) => edges[edge.post].role === DIRECTOR);
  const unknown = inspection.judged && DIRECTOR in words.role && !directed;
  return [
    ...served.map((edge) =>
      make("p", { class: "ran" }, `${postName(edges[edge.post], true)}: `, goTo(edge.start), " ", sureTag(edge)),
    ),
    unknown && make("p", { class: "ran" }, `${page.shortRoles[DIRECTOR]}: not known`),
  ];
}

function personDetails(person) {
  const posts = latestFirst(tiesOf(person, "post"));
  const at = inPostOnce(person);
  const made = tiesOf(person, "inspected-by").sort(byText((edge) => published(edge.end))).reverse();
  return [
    person.also && quiet(`Also written ${person.also.join(", ")}.`),
    ...tiesOf(person, "maybe-same").map((edge) =>
      quiet("Perhaps the same person as ", goTo(otherEnd(edge, person)), "; nobody has decided."),
    ),
    ...section("Posts", posts.map((post) => postFact(post, post.end))),
    ...section(
      "In post at inspections",
      at.map((edge) => inspectionFact(edge.end, sureTag(edge), quiet(postName(edges[edge.post])))),
    ),
    ...section("Inspections made", made.map((edge) => inspectionFact(edge.end, quiet(`Part: ${edge.part}`)))),
    at.length > 0 && note(),
    posts.length > 0 && pathButton(person),
  ];
}

function inspectionDetails(node) {
  const [started, ended, publishedOn] = node.days;
  const said = new Map();
  for (const one of node.judged ?? []) said.set(one[0], [...(said.get(one[0]) ?? []), one]);
  const judged = [...said].map(([aspect, all]) =>
    fact(
      make("p", {}, words.aspect[aspect] ?? aspect),
      all.length > 1 && tag("sources differ", "differ"),
      ...all.flatMap(([, grade, printed, cites]) => [
        pill(grade),
        printed && quiet(`Printed: “${printed}”`),
        sources(cites),
      ]),
    ),
  );
  const claims = (node.claims ?? []).map(([about, value, cites]) =>
    fact(`${capital(about)}: ${inWords(value)}`, sources(cites)),
  );
  return [
    node.of !== undefined && make("p", {}, goTo(nodes[node.of])),
    quiet(started && `On site from ${inWords(started)}`, ended && ` to ${inWords(ended)}`),
    publishedOn && quiet(`Published ${inWords(publishedOn)}`),
    node.themes && quiet(`Looked at: ${node.themes.join(", ")}`),
    sources(node.cites),
    ...section("What was found", judged),
    ...section("Sources differ", claims),
    ...section(
      "In post at the time",
      inPostOnce(node).map((edge) => fact(goTo(edge.start), quiet(postName(edges[edge.post])), sureTag(edge))),
    ),
    ...section("Inspectors", tiesOf(node, "inspected-by").map((edge) => fact(goTo(edge.start), quiet(edge.part)))),
    note(),
  ];
}

function pathDetails() {
  const way = state.path.split("~").map((key) => byKey.get(key));
  const steps = way.slice(1).map((node, index) => {
    const ties = node.ties.filter((edge) => otherEnd(edge, node) === way[index]);
    const cites = ties.flatMap((edge) => edge.cites ?? []);
    return fact(goTo(way[index]), " – ", goTo(node), ...ties.map((edge) => quiet(lineText(edge))), sources(cites));
  });
  const ends = `${way[0].label} to ${way.at(-1).label}`;
  return [...title("Shortest path", ends), ...section(plural(steps.length, "step"), steps)];
}

/** Ask for the other end of a path: what is found next is not shown but led to. */
function pathButton(from) {
  const onclick = () => {
    pathFrom = from;
    search.placeholder = `Path from ${from.label} to …`;
    search.focus();
  };
  return make("button", { class: "way", onclick }, "Find the path to somebody else");
}

/** People with posts at more than one council, those between most councils first. */
function connectors() {
  const list = page.connectors.map(([number, count]) =>
    fact(heading(goTo(nodes[number]), tag(plural(count, "council")))),
  );
  const what = "People who held posts at more than one council; each line in the picture is a move.";
  return [make("h2", {}, "Who connects councils"), quiet(what), facts(list)];
}
