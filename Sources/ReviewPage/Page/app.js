"use strict";
// Puts the parts together: which of them is shown, what is selected, and the keyboard.
budgetd.tell = function (text) {
  const said = document.getElementById("said");
  said.textContent = text;
  clearTimeout(budgetd.quiet);
  budgetd.quiet = setTimeout(() => { said.textContent = ""; }, 6000);
};

budgetd.bar = {
  show(items) {
    const { make, say } = budgetd;
    budgetd.put(document.getElementById("bar"),
      items, make("span", { class: "gap" }),
      make("button", { on: { click: () => budgetd.tell(say("keys")) }, "aria-keyshortcuts": "?" }, say("help"), " ", make("kbd", {}, "?")),
      make("button", { lang: budgetd.language === "zh" ? "en" : "zh-CN", on: { click: () => {
        budgetd.chooseLanguage(budgetd.language === "zh" ? "en" : "zh");
        budgetd.data.remember("language", budgetd.language);
        budgetd.app.route();
      } } }, say("language")));
  },
};

budgetd.app = {
  selection: null,

  async route() {
    const [, kind, sha256, line, column] = location.hash.split("/").map(decodeURIComponent);
    try {
      if (kind === "r" && /^[0-9a-f]{64}$/.test(sha256 ?? "")) await this.open(sha256, line, column);
      else await budgetd.list.show();
    } catch (error) {
      budgetd.tell(budgetd.say("failed") + error.message);
    }
  },

  async open(sha256, line, column) {
    const { make, say } = budgetd;
    const main = document.getElementById("main");
    main.className = "release";
    main.replaceChildren(make("p", { class: "quiet" }, say("loading")));
    const answer = await budgetd.data.release(sha256);
    this.selection = null;
    budgetd.doubts.current = -1;
    budgetd.doubts.all = [];
    const page = make("div", { class: "page", role: "region", "aria-label": say("page") });
    this.tables = make("div", { class: "tables", tabindex: 0, role: "region", "aria-label": say("tables") });
    this.doubts = make("div", { class: "doubts", role: "region", "aria-label": say("doubts") });
    this.about = make("div", { class: "about", role: "region", "aria-label": say("describe"), tabindex: 0 });
    this.history = make("details", { class: "history" });
    main.replaceChildren(page, this.tables, make("aside", {}, this.doubts, this.about, this.history));
    this.tables.addEventListener("click", (event) => this.clicked(event));
    this.fill(answer);
    this.tables.addEventListener("focus", () => {
      // Who comes by keyboard begins at the first cell.
      const first = this.tables.querySelector(".selected") ?? this.tables.querySelector("td[data-line], dd[data-line]");
      if (first && !this.selection) this.select(first.dataset.line, first.dataset.column || "name", false);
    });
    await budgetd.sheet.show(this.release, page);
    if (line) await this.select(line, column ?? "name", true);
    else if (budgetd.doubts.all.length) { budgetd.doubts.current = 0; await budgetd.doubts.go(); }
  },

  fill({ release, corrections }) {
    const { make, say } = budgetd;
    this.release = release;
    const facts = [release.issuer ?? "–", release.level && say(release.level), release.fiscal_year, release.phase && say(release.phase)];
    const proof = release.proof ?? { amounts: 0, proven: 0 };
    const tables = make("select", { "aria-label": say("chooseTable"), on: { change: () => {
      budgetd.tables.build(tables.value);
      document.getElementById(tables.value)?.scrollIntoView({ block: "start" });
    } } }, make("option", { value: "" }, `${release.tables.length} ${say("tables")}`),
    release.tables.map((table) => make("option", { value: table.id }, `${table.id} ${table.title || table.form}`)));
    budgetd.bar.show([
      make("a", { href: "#/", title: say("back"), "aria-label": say("back") }, "←"),
      make("h1", {}, make("button", { class: "plain", on: { click: () => budgetd.correct.ofRelease() } }, facts.filter(Boolean).join(" · "))),
      make("span", { class: `status ${release.status}` }, say(release.status)),
      make("span", { class: "quiet" }, `${say("proof")} ${proof.proven}/${proof.amounts}`), tables,
      budgetd.config.isStatic ? make("span", { class: "quiet" }, say("readOnly")) : null,
    ]);
    document.title = facts.filter(Boolean).join(" · ");
    budgetd.tables.show(release, this.tables);
    budgetd.doubts.show(release, this.doubts);
    budgetd.correct.history(corrections ?? [], this.history);
  },

  // After a correction: the same place, with what is new.
  refresh(answer) {
    const top = this.tables.scrollTop;
    const selected = this.selection;
    budgetd.sheet.release = answer.release;
    this.fill(answer);
    this.tables.scrollTop = top;
    if (selected && budgetd.tables.lines.has(selected.line)) this.mark(selected.line, selected.column, false);
    budgetd.doubts.draw();
  },

  clicked(event) {
    const edit = event.target.closest("[data-edit]");
    if (edit) return budgetd.correct.ofTable(edit.dataset.table, edit.dataset.edit);
    const page = event.target.closest("[data-page]");
    if (page) return budgetd.sheet.go(Number(page.dataset.page));
    const cell = event.target.closest("[data-line][data-column]");
    if (cell) this.select(cell.dataset.line, cell.dataset.column || "name", false);
  },

  mark(line, column, scrolls) {
    for (const cell of this.tables.querySelectorAll(".selected")) {
      cell.classList.remove("selected");
      cell.tabIndex = -1;
    }
    const cell = budgetd.tables.find(line, column);
    if (!cell) return;
    cell.classList.add("selected");
    cell.tabIndex = 0;
    if (scrolls) cell.scrollIntoView({ block: "center", inline: "nearest" });
    this.selection = { line, column };
    budgetd.doubts.describe(line, column, this.about);
    return cell;
  },

  // To the cell beside, above or below the selected one.
  move(across, down) {
    const cell = this.tables.querySelector(".selected");
    let next = cell;
    if (cell?.tagName === "DD") {
      const all = [...cell.closest("dl").querySelectorAll("dd[tabindex]")];
      next = all[all.indexOf(cell) + across + down];
    } else if (cell && across) {
      const all = [...cell.parentElement.querySelectorAll("td[data-line]")];
      next = all[all.indexOf(cell) + across];
    } else if (cell) {
      const row = down > 0 ? cell.parentElement.nextElementSibling : cell.parentElement.previousElementSibling;
      const found = row?.children[[...cell.parentElement.children].indexOf(cell)];
      next = found?.dataset.line ? found : row?.querySelector("td[data-line]");
    }
    if (next?.dataset.line) this.select(next.dataset.line, next.dataset.column || "name");
  },

  async select(line, column, scrolls = true) {
    const cell = this.mark(line, column, scrolls);
    cell?.focus?.({ preventScroll: true });
    const finding = budgetd.doubts.all.findIndex((one) => one.line === line);
    if (finding >= 0 && budgetd.doubts.all[budgetd.doubts.current]?.line !== line) {
      budgetd.doubts.current = finding;
      budgetd.doubts.draw();
    }
    await budgetd.sheet.point(line, column);
  },

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.repeat && !event.key.startsWith("Arrow")) || document.querySelector("dialog[open]")) return;
    if (event.target.matches?.("input, select, textarea")) return;
    const inRelease = document.getElementById("main").className === "release";
    const actions = {
      n: () => budgetd.doubts.step(1), p: () => budgetd.doubts.step(-1), e: () => budgetd.correct.open(),
      a: () => (budgetd.config.isStatic ? null : budgetd.doubts.accept()),
      Enter: () => this.selection && event.target.closest?.(".tables") && this.select(this.selection.line, this.selection.column),
      ArrowLeft: () => this.move(-1, 0), ArrowRight: () => this.move(1, 0), ArrowUp: () => this.move(0, -1),
      ArrowDown: () => this.move(0, 1), "+": () => budgetd.sheet.scale(1.25), "-": () => budgetd.sheet.scale(0.8),
    };
    // Outside the tables the arrows scroll.
    if (event.key.startsWith("Arrow") && !event.target.closest?.(".tables td, .tables dd")) return;
    const action = event.key === "?" ? () => budgetd.tell(budgetd.say("keys"))
      : event.key === "/" ? () => document.getElementById("search")?.focus() : inRelease ? actions[event.key] : null;
    if (!action || (event.key === "Enter" && event.target.matches("button, a, summary"))) return;
    event.preventDefault();
    action();
  },
};

document.addEventListener("keydown", (event) => budgetd.app.pressed(event));
window.addEventListener("hashchange", () => budgetd.app.route());
budgetd.chooseLanguage(budgetd.data.remembered("language") ?? budgetd.config.language);
budgetd.app.route();
