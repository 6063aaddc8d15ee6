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

function showTimeline() {
  lists ??= readLists();
  const hub = hubOf(selected());
  const near = hub && state.steps > 0 ? new Set([hub, ...hub.ties.map((edge) => otherEnd(edge, hub))]) : null;
  for (const { lane, node, rows, links } of lists.lanes) {
    lane.hidden = !shownNode(node) || Boolean(near && !near.has(node));
    if (lane.hidden) continue;
    for (const row of rows) row.hidden = hidden(row.dataset.role);
    for (const { link, node: about } of links) link.classList.toggle("chosen", about === selected());
  }
  const [first, last] = [page.years[0], page.years.at(-1) + 1].map((year) => Date.UTC(year, 0, 1));
  $("timeline").style.setProperty("--now", Math.min(1, (Date.parse(state.asAt) - first) / (last - first)));
}

function showTable() {
  lists ??= readLists();
  const chosen = selected();
  const hub = hubOf(chosen);
  for (const { row, post, node } of lists.rows) {
    const about = post
      ? post.start === hub || post.end === hub
      : node === chosen || node.ties.some((edge) => otherEnd(edge, node) === chosen);
    row.hidden = (chosen && !about) || !(post ? shownEdge(post) && inRegion(post.end) : shownNode(node));
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
  const heading = event.target.closest?.("th:has(button)");
  const link = event.target.closest?.('#timeline a[href^="#node="], #tables a[href^="#node="]');
  if (heading && event.target.tagName === "BUTTON") sortBy(heading);
  if (!link) return;
  event.preventDefault();
  choose(linkTo(link));
});
