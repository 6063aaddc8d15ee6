// Draw everything again after a change, but only what the change touches.

function render(before) {
  const changed = (...names) => !before || names.some((name) => state[name] !== before[name]);
  const filters = changed("hide", "from", "to", "region", "colour", "steps");
  if (changed("theme")) showTheme();
  if (changed("view")) showView();
  // A hidden picture has no size to draw in; it is drawn when it is shown again.
  if (network && state.view === "graph") {
    drawAgain();
    if (changed("node", "path", "steps", "region", "ties", "view")) {
      lookedAt = scene.spots.get(lookedAt?.node.id) ?? null;
      fit(Boolean(before) && !calm.matches);
      showWhere();
    }
  }
  showDate();
  if (filters || changed("asAt")) showLegend();
  if (filters) drawBars();
  if (filters || changed("node", "path", "asAt", "ties")) showDetails();
  if (state.view === "timeline") showTimeline();
  if (state.view === "table" && (filters || changed("node", "view"))) showTable();
}

/** vis-network measures its frame, which has no size while it is hidden. */
function showPictureOnce() {
  if (network || state.view !== "graph") return;
  startPicture();
  showWhere();
  network.once("afterDrawing", () => performance.mark("first-draw"));
}

for (const tab of tabs) tab.addEventListener("click", showPictureOnce);
addEventListener("hashchange", showPictureOnce);
const filters = $("filters");
filters.open = matchMedia("(min-width: 901px)").matches;
document.documentElement.classList.add("ready");
showTheme();
showView();
showPictureOnce();
render(null);
