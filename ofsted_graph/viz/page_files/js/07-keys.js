// The picture without a mouse: arrows go to the nearest thing that way, Enter chooses, Escape goes back.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

frame.onkeydown = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (key in ARROWS) lookTo(ARROWS[key]);
  else if (key === "Enter" || key === " ") choose(lookedAt?.node);
  else if (key === "Home") look(scene.spots.get(scene.hub?.id) ?? first());
  else if (key === "Escape") back();
  else if (key === "+" || key === "=") zoom(1.25);
  else if (key === "-") zoom(0.8);
  else if (key === "0") fit();
  else return;
  event.preventDefault();
};

frame.onfocus = () => look(lookedAt ?? scene.spots.get(selected()?.id) ?? first());
frame.onblur = () => {
  lookedAt = null;
  network.redraw();
};

addEventListener("keydown", (event) => {
  const typing = targetOf(event).closest?.("input, select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    $("search").focus();
  }
});

const first = () => [...scene.spots.values()].sort((a, b) => a.y - b.y || a.x - b.x)[0] ?? null;

function look(spot) {
  lookedAt = spot ?? null;
  if (!spot) return;
  const at = network.canvasToDOM(spot);
  const inside = overlap([at.x, at.y, at.x, at.y], [40, 40, frame.clientWidth - 40, frame.clientHeight - 40]);
  if (!inside) network.moveTo({ position: { x: spot.x, y: spot.y } });
  network.redraw();
  say(describe(spot.node));
}

/** Go to the nearest thing in a direction, things aside counting as farther. */
function lookTo([dx, dy]) {
  const from = lookedAt ?? first();
  let best = null;
  let least = Infinity;
  for (const spot of scene.spots.values()) {
    const along = (spot.x - from.x) * dx + (spot.y - from.y) * dy;
    const aside = Math.abs((spot.x - from.x) * dy) + Math.abs((spot.y - from.y) * dx);
    const far = along + 2.5 * aside;
    if (spot !== from && along > 1 && far < least) [best, least] = [spot, far];
  }
  look(best ?? from);
}

/** One step back: from a path or a chosen thing to the whole, from a region to all. */
function back() {
  if (state.node || state.path) change({ node: "", path: "" });
  else change({ region: "" });
}

function say(text) {
  $("live").textContent = text;
}
