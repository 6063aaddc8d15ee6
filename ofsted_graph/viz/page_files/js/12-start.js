// Draw everything again after a change, but only what the change touches.

function render(before) {
  const changed = (...names) => !before || names.some((name) => state[name] !== before[name]);
  const filtered = changed("hide", "from", "to", "region", "colour", "steps");
  if (changed("theme")) showTheme();
  if (changed("view")) showView();
  // Details take their room first: the picture is fitted into what they leave.
  if (filtered || changed("node", "path", "asAt", "ties")) showDetails();
  if (state.view === "graph") {
    if (!network) startPicture();
    // The frame has no size while it is hidden: what changed meanwhile is fitted now.
    const fitting = changed("node", "path", "steps", "region", "ties", "view");
    drawAgain({ fitting, moving: Boolean(before) && !calm.matches });
    if (fitting) showWhere();
  }
  showDate();
  if (filtered || changed("asAt", "ties")) showLegend();
  if (filtered) drawBars();
  if (state.view === "timeline") showTimeline();
  if (state.view === "table" && (filtered || changed("node", "view", "asAt"))) showTable();
}

$("filters").open = matchMedia("(min-width: 901px)").matches;
document.documentElement.classList.add("ready");
showTheme();
showView();
panel.hidden = !(state.node || state.path);
if (state.view === "graph") startPicture();
// The timeline and the tables come after the scripts: the picture need not wait for them.
addEventListener("DOMContentLoaded", () => render(null));
