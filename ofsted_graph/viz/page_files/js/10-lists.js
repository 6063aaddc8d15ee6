// The timeline and the tables are in the page already; here they follow the filters and the date.

const linkTo = (element) => byKey.get(decodeURIComponent(element.getAttribute("href").slice(6)));
let lists = null;

/** Find the rows once, with the nodes that they are about. */
function readLists() {
  const lanes = [...document.querySelectorAll(".lane")].map((lane) => ({
    lane,
    node: nodes[lane.dataset.node],
    rows: [...lane.querySelectorAll("[data-role]")],
    links: [...lane.querySelectorAll("svg a")].map((link) => ({ link, node: linkTo(link) })),
  }));
  const rows = [...document.querySelectorAll("tbody tr")].map((row) => ({
    row,
    post: row.dataset.post === undefined ? null : edges[row.dataset.post],
    node: row.dataset.node === undefined ? null : nodes[row.dataset.node],
  }));
  return { lanes, rows };
}

function showTimeline() {
  lists ??= readLists();
  const hub = hubOf(selected());
  const near = hub && state.steps > 0 ? new Set([hub, ...hub.ties.map((edge) => otherEnd(edge, hub))]) : null;
  for (const { lane, node, rows, links } of lists.lanes) {
    lane.hidden = !shownNode(node) || Boolean(near && !near.has(node));
    if (lane.hidden) continue;
    for (const row of rows) row.classList.toggle("gone", hidden(row.dataset.role));
    for (const { link, node: about } of links) link.classList.toggle("chosen", about === selected());
  }
  showDay();
}

/** Move the line of the date, and veil what comes after it. */
function showDay() {
  const [first, last] = [page.years[0], page.years.at(-1) + 1].map((year) => Date.UTC(year, 0, 1));
  const at = Math.min(1, (Date.parse(state.asAt) - first) / (last - first));
  $("timeline").style.setProperty("--now", at);
}

function showTable() {
  lists ??= readLists();
  const hub = selected();
  for (const { row, post, node } of lists.rows) {
    const near = !hub || (post ? [post.start, post.end, hubOf(hub)].includes(hub) && (post.start === hub || post.end === hubOf(hub)) : node === hub || nodes[node.of] === hub || node.ties.some((edge) => otherEnd(edge, node) === hub));
    row.hidden = !near || (post ? !shownEdge(post) || !inRegion(post.end) : !shownNode(node));
  }
  for (const table of document.querySelectorAll("#tables table")) {
    const shown = [...table.tBodies[0].rows].filter((row) => !row.hidden).length;
    table.previousElementSibling.querySelector("output").textContent = shown.toLocaleString("en-GB");
  }
}

for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.parentElement;
    const up = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = heading.closest("table").tBodies[0];
    const value = (row) => row.cells[heading.cellIndex].dataset.key ?? row.cells[heading.cellIndex].textContent;
    const rows = [...body.rows].map((row) => [value(row), row]);
    rows.sort((a, b) => a[0].localeCompare(b[0], "en", { numeric: true }) * (up ? 1 : -1));
    body.append(...rows.map((one) => one[1]));
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('#timeline a[href^="#node="], #tables a[href^="#node="]');
  const node = link && linkTo(link);
  if (!node) return;
  event.preventDefault();
  choose(node);
});
