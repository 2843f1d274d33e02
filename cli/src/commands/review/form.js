const answers = new Map();
const byId = (id) => document.getElementById(id);
let at = 0;
let saved = true;

function show() {
  const card = cards[at];
  byId("caption").textContent = `Pair ${at + 1} of ${cards.length} (item ${card.item}, link ${card.link})`;
  byId("levels").replaceChildren(...card.levels.map(([comparison, level]) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    const cell = document.createElement("td");
    head.scope = "row";
    head.textContent = comparison;
    cell.textContent = level ?? "missing";
    if (level === null) cell.className = "missing";
    row.append(head, cell);
    return row;
  }));
  for (const button of document.querySelectorAll("[data-label]")) {
    button.setAttribute("aria-pressed", String(answers.get(card.item) === button.dataset.label));
  }
  byId("bar").max = cards.length;
  byId("bar").value = answers.size;
  byId("count").textContent = `${answers.size} of ${cards.length} answered`;
}

function go(place) {
  at = Math.min(Math.max(place, 0), cards.length - 1);
  show();
}

function goToUnanswered() {
  const places = [...cards.keys()];
  const order = [...places.slice(at + 1), ...places.slice(0, at + 1)];
  const open = order.find((place) => !answers.has(cards[place].item));
  if (open === undefined) byId("said").textContent = "All are answered: save them.";
  else go(open);
}

function answer(label) {
  answers.set(cards[at].item, label);
  saved = false;
  byId("said").textContent = answers.size === cards.length ? "All are answered: save them." : "";
  if (at + 1 < cards.length) go(at + 1);
  else show();
}

function save() {
  const rows = [...answers].sort((a, b) => a[0] - b[0]).map(([item, label]) => `${item},${label}\n`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["item,label\n", ...rows], { type: "text/csv" }));
  link.download = `labels_${reviewer}.csv`;
  link.click();
  saved = true;
  const left = cards.length - answers.size;
  byId("said").textContent = left === 0 ? `Saved as ${link.download}.` : `Saved as ${link.download}; ${left} to go.`;
}

async function load(file) {
  const known = new Set(cards.map((card) => String(card.item)));
  const labels = new Set(["match", "no", "unsure"]);
  const rows = (await file.text()).split(/\r?\n/).slice(1).filter((row) => row !== "").map((row) => row.split(","));
  if (!rows.every(([item, label]) => known.has(item) && labels.has(label))) {
    byId("said").textContent = "That file is not one that this form saved: nothing was loaded.";
    return;
  }
  for (const [item, label] of rows) answers.set(Number(item), label);
  byId("said").textContent = `${rows.length} answers loaded.`;
  go(0);
  if (answers.has(cards[0].item)) goToUnanswered();
}

for (const button of document.querySelectorAll("[data-label]")) {
  button.addEventListener("click", () => answer(button.dataset.label));
}
byId("back").addEventListener("click", () => go(at - 1));
byId("next").addEventListener("click", () => go(at + 1));
byId("open").addEventListener("click", goToUnanswered);
byId("save").addEventListener("click", save);
byId("load").addEventListener("change", (event) => { if (event.target.files[0]) load(event.target.files[0]); });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === "INPUT") return;
  const keys = {
    1: () => answer("match"), 2: () => answer("no"), 3: () => answer("unsure"),
    0: goToUnanswered, ArrowLeft: () => go(at - 1), ArrowRight: () => go(at + 1),
  };
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});
window.addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
byId("work").hidden = false;
show();
