// The timeline and the tables are in the page already; here they follow the filters and the date.

const linkTo = (link) => byKey.get(decodeURIComponent(link.getAttribute("href").slice(6)));
let lists = null;

/** Find the rows once, with the nodes that they are about. */
function readLists() {
  const lanes = $$(".lane").map((lane) => ({
    lane,
    node: nodes[lane.dataset.node],
    rows: [...lane.querySelectorAll("[data-role]")],
    links: [...lane.querySelectorAll("svg a")].map((link) => ({ link, node: linkTo(link) })),
  }));
  const rows = $$("tbody tr").map((row) => ({ row, post: edges[row.dataset.post], node: nodes[row.dataset.node] }));
  return { lanes, rows };
}

let firstLane = null;

/** Put the lane of what is chosen above all others, which stay in their order. */
function putFirst(chosen) {
  if (firstLane === chosen) return;
  firstLane = chosen;
  $("timeline").append(...lists.lanes.map((one) => one.lane));
  if (chosen) $$(".years")[0].after(chosen.lane);
}

function showTimeline() {
  lists ??= readLists();
  const hub = hubOf(selected());
  putFirst(lists.lanes.find((one) => one.node === hub) ?? null);
  const near = hub && state.steps > 0 ? new Set([hub, ...hub.ties.map((edge) => otherEnd(edge, hub))]) : null;
  for (const { lane, node, rows, links } of lists.lanes) {
    lane.hidden = !shownNode(node) || !gradeShown(node) || Boolean(near && !near.has(node));
    if (lane.hidden) continue;
    for (const row of rows) row.hidden = hidden(row.dataset.role);
    for (const { link, node: about } of links) link.classList.toggle("chosen", about === selected());
  }
  const [began, ended] = [page.years[0], page.years.at(-1) + 1].map((year) => Date.UTC(year, 0, 1));
  $("timeline").style.setProperty("--now", String(Math.min(1, (Date.parse(state.asAt) - began) / (ended - began))));
}

function showTable() {
  lists ??= readLists();
  const chosen = selected();
  const hub = hubOf(chosen);
  for (const { row, post, node } of lists.rows) {
    const about = post
      ? post.start === hub || post.end === hub
      : node === chosen || node.ties.some((edge) => otherEnd(edge, node) === chosen);
    row.hidden = (chosen && !about) || !(post ? shownEdge(post) && inRegion(post.end) && gradeShown(post.end) : shownNode(node));
  }
  for (const table of $$("#tables table")) {
    const shown = [...table.tBodies[0].rows].filter((row) => !row.hidden).length;
    table.previousElementSibling.querySelector("output").textContent = shown.toLocaleString("en-GB");
  }
}

function sortBy(heading) {
  const up = heading.getAttribute("aria-sort") !== "ascending";
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", up ? "ascending" : "descending");
  const body = heading.closest("table").tBodies[0];
  const cell = (row) => row.cells[heading.cellIndex];
  const rows = [...body.rows].map((row) => [cell(row).dataset.key ?? cell(row).textContent, row]);
  rows.sort((a, b) => a[0].localeCompare(b[0], "en", { numeric: true }) * (up ? 1 : -1));
  body.append(...rows.map((one) => one[1]));
}

addEventListener("click", (event) => {
  const heading = targetOf(event).closest?.("th:has(button)");
  const link = targetOf(event).closest?.('#timeline a[href^="#node="], #tables a[href^="#node="]');
  if (heading && targetOf(event).tagName === "BUTTON") sortBy(heading);
  if (!link) return;
  event.preventDefault();
  choose(linkTo(link));
});
