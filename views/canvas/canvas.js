// The picture of a network. What stands stays where it is: others come to it, and it goes where it is dragged.
// Words, places and classes come from Python; names are drawn on a canvas and set as text, never read as markup.

const RED = "#a4161a", BLUE = "#1d4e89", DARK = "#1b2430", GREY = "#8a94a3", WHITE = "#ffffff";
const MANY = 250; // parties: from here on names appear as one looks closer

const glyph = (path) =>
  `data:image/svg+xml;utf8,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="white">${path}</svg>`)}`;
const PERSON = glyph('<circle cx="12" cy="8" r="4"/><path d="M4 20c0-4 3.6-6.4 8-6.4s8 2.4 8 6.4z"/>');
const ORGANIZATION = glyph('<path d="M4 21V4h9v5h7v12h-6v-4h-3v4zM7 7v2h2V7zm0 4v2h2v-2zm0 4v2h2v-2zm8-3v2h2v-2z"/>');

const style = (many) => [
  { selector: "node", style: {
    label: "data(label)", width: many ? 48 : 32, height: many ? 48 : 32, "font-size": many ? 22 : 14, color: DARK, "background-color": BLUE,
    "font-family": "Source Sans, Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
    "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap", "text-overflow-wrap": "anywhere",
    "text-max-width": 190, "text-background-color": WHITE, "text-background-opacity": many ? 0 : 0.85,
    "min-zoomed-font-size": many ? 7 : 4, "border-width": 1, "border-color": WHITE,
    "background-width": "62%", "background-height": "62%" } },
  { selector: ".person", style: { shape: "ellipse", "background-image": PERSON } },
  { selector: ".organization", style: { shape: "round-rectangle", "background-image": ORGANIZATION } },
  { selector: ".listed", style: { "background-color": RED, color: RED, "font-weight": "bold" } },
  { selector: ".maybe", style: {
    "background-color": "#855000", "border-style": "dashed", "border-color": RED, "border-width": 2 } },
  { selector: ".asked", style: {
    width: many ? 90 : 40, height: many ? 90 : 40, "border-width": 4, "border-color": DARK, "font-weight": "bold" } },
  { selector: "edge", style: {
    width: 1.5, "line-color": GREY, "target-arrow-color": GREY, "target-arrow-shape": "triangle", "arrow-scale": 0.9,
    "curve-style": many ? "straight" : "bezier", color: DARK, "font-size": 11.5, "text-wrap": "wrap",
    "text-max-width": 100, "text-background-color": WHITE,
    "text-background-opacity": many ? 0 : 0.9, "min-zoomed-font-size": many ? 9 : 4,
    "source-text-offset": 52, "target-text-offset": 52 } },
  // Written at the outer end, where there is room: ties meet at the inner one.
  { selector: ".outward", style: { "target-label": "data(label)" } },
  { selector: ".inward", style: { "source-label": "data(label)" } },
  { selector: ".way", style: { "line-color": RED, "target-arrow-color": RED, width: 3.2 } },
  { selector: "node:selected", style: { "overlay-color": DARK, "overlay-opacity": 0.15, "overlay-padding": 6 } },
];

// A list of roles may go on in a new line after each of them.
const lines = (one) => (one.from ? one.label.replaceAll("、", "、\u200b") : one.label);
const shown = (one) => ({ data: { id: one.id, label: lines(one), told: one.told }, classes: one.classes });

// The page may take its picture away and put it there again: then everybody stands where they stood.
const NOTHING = { places: new Map(), selected: [] };
let left = NOTHING;

// Where a party stands: where it stood, else beside the party that was opened, wherever that was dragged to.
function position(one, data, stood) {
  if (stood.has(one.id)) return stood.get(one.id);
  if (!one.beside) return { x: one.place[0], y: one.place[1] };
  const meant = data.nodes.find((other) => other.id === one.beside)?.place ?? [0, 0];
  const moved = stood.get(one.beside) ?? { x: meant[0], y: meant[1] };
  return { x: one.place[0] + moved.x - meant[0], y: one.place[1] + moved.y - meant[1] };
}

const standing = (cy) => new Map(cy.nodes().map((one) => [one.id(), { ...one.position() }]));

const leaving = ({ cy, mark }) => ({
  mark, places: standing(cy), selected: cy.$("node:selected").map((one) => one.id()), zoom: cy.zoom(), pan: { ...cy.pan() },
});

function drawn(root, data) {
  const stood = left.mark === data.mark ? left : NOTHING;
  const cy = cytoscape({
    container: root.querySelector(".g-plane"),
    elements: [
      ...data.nodes.map((one) => ({ ...shown(one), position: position(one, data, stood.places) })),
      ...data.edges.map((one) => ({ ...shown(one), data: { ...shown(one).data, source: one.from, target: one.to } })),
    ],
    style: style(data.nodes.length > MANY),
    layout: { name: "preset", fit: true, padding: 30 },
    minZoom: 0.05, maxZoom: 3, boxSelectionEnabled: false,
    textureOnViewport: data.nodes.length > MANY, pixelRatio: data.nodes.length > MANY ? 1 : "auto",
  });
  if (stood.zoom) cy.viewport({ zoom: stood.zoom, pan: stood.pan });
  cy.on("tap", "node", (event) => root.opened(event.target.id()));
  cy.on("select unselect", "node", () => {
    root.querySelector(".g-told").textContent = cy.$("node:selected").map((one) => one.data("told")).join(" · ");
  });
  for (const id of stood.selected) cy.getElementById(id).select();
  return cy;
}

function changed(root, data) {
  const { cy } = root;
  const there = new Set([...data.nodes, ...data.edges].map((one) => one.id));
  const stood = standing(cy);
  cy.batch(() => {
    cy.elements().filter((one) => !there.has(one.id())).remove();
    for (const one of [...data.nodes, ...data.edges]) {
      const known = cy.getElementById(one.id);
      if (known.nonempty()) {
        known.data(shown(one).data);
        known.classes(one.classes);
      } else if (one.place) {
        cy.add({ group: "nodes", ...shown(one), position: position(one, data, stood) });
      } else {
        cy.add({ group: "edges", ...shown(one), data: { ...shown(one).data, source: one.from, target: one.to } });
      }
    }
  });
}

function tools(root, words) {
  const zoom = (factor) => {
    const { cy } = root;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  };
  const bar = root.querySelector(".g-tools");
  bar.replaceChildren();
  const actions = [["＋", words.closer, () => zoom(1.3)], ["－", words.further, () => zoom(1 / 1.3)],
    ["⤢", words.whole, () => root.cy.fit(undefined, 30)]];
  for (const [mark, label, act] of actions) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: mark, title: label, onclick: act });
    button.setAttribute("aria-label", label);
    bar.append(button);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".g-canvas");
  root.style.height = `${data.height}px`;
  const plane = root.querySelector(".g-plane");
  plane.setAttribute("role", "img");
  plane.setAttribute("aria-label", data.words.picture);
  root.opened = (id) => setTriggerValue("opened", id);
  if (root.cy && root.mark === data.mark) {
    changed(root, data);
  } else {
    root.cy?.destroy();
    root.querySelector(".g-told").textContent = "";
    root.cy = drawn(root, data);
    root.mark = data.mark;
  }
  tools(root, data.words);
  return () => {
    if (root.cy) left = leaving(root);
    root.cy?.destroy();
    root.cy = undefined;
  };
}
