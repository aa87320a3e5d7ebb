"use strict";
// The page of the document beside its tables, with a frame where something stands.
budgetd.sheet = {
  number: 1,
  zoom: null,

  show(release, into) {
    const { make, say } = budgetd;
    this.release = release;
    this.words = new Map();
    this.isText = release.source.media_type !== "application/pdf";
    this.count = Math.max(1, release.source.pages);
    this.number = 1;
    this.into = make("div", { class: "sheet", tabindex: 0, "aria-label": say("page") });
    this.label = make("input", {
      type: "number", min: 1, max: this.count, value: 1, "aria-label": say("page"), class: "pagenumber",
      on: { change: () => this.go(Number(this.label.value)) },
    });
    const button = (text, label, action) => make("button", { "aria-label": label, title: label, on: { click: action } }, text);
    into.replaceChildren(
      make("div", { class: "tools" }, button("‹", say("previousPage"), () => this.go(this.number - 1)), this.label,
        make("span", { class: "quiet" }, `${say("of")} ${this.count}`),
        button("›", say("nextPage"), () => this.go(this.number + 1)), make("span", { class: "gap" }),
        button("−", say("zoomOut"), () => this.scale(0.8)), button("+", say("zoomIn"), () => this.scale(1.25)),
        button("↔", say("fit"), () => { this.zoom = null; this.draw(); })),
      this.into);
    this.into.addEventListener("click", (event) => this.touched(event));
    if (this.isText) return this.showText();
    return this.go(1);
  },

  async showText() {
    const { make } = budgetd;
    const text = await budgetd.data.text(this.release);
    this.lines = text.split(/\r\n|\n|\r/).map((line, index) => make("div", { class: "textline", data: { number: index + 1 } }, line || " "));
    this.into.replaceChildren(make("pre", {}, this.lines));
  },

  async go(number) {
    if (this.isText) return;
    this.number = Math.min(this.count, Math.max(1, Math.round(number) || 1));
    this.label.value = this.number;
    this.frames = [];
    await this.draw();
  },

  async draw() {
    if (this.isText) return;
    const { make, say, data } = budgetd;
    const number = this.number;
    const sha256 = this.release.source.sha256;
    let page;
    try {
      page = this.words.get(number) ?? await data.words(sha256, number);
    } catch (error) {
      if (number === this.number) this.into.replaceChildren(make("p", { class: "quiet" }, `${say("noPicture")} ${error.message}`));
      return;
    }
    this.words.set(number, page);
    if (number !== this.number) return;
    const room = this.into.clientWidth - 24;
    const zoom = this.zoom ?? Math.max(0.3, room / page.width);
    const dots = Math.min(4, Math.max(1, Math.ceil(zoom * (window.devicePixelRatio || 1) * 2) / 2));
    const picture = make("img", { alt: `${say("page")} ${number}`, src: data.picture(sha256, number, dots) });
    const sheet = make("div", { class: "paper" }, picture, make("div", { class: "frames" }));
    sheet.style.width = `${page.width * zoom}px`;
    sheet.style.height = `${page.height * zoom}px`;
    this.drawn = { page, zoom, sheet };
    this.into.replaceChildren(sheet);
    this.frame();
  },

  scale(factor) {
    if (!this.drawn) return;
    this.zoom = Math.min(6, Math.max(0.2, this.drawn.zoom * factor));
    this.draw();
  },

  frame() {
    if (!this.drawn) return;
    const holder = this.drawn.sheet.querySelector(".frames");
    holder.replaceChildren(...(this.frames ?? []).map(({ box, kind }) => {
      const frame = budgetd.make("div", { class: `frame ${kind}` });
      const zoom = this.drawn.zoom;
      const [x0, y0, x1, y1] = box;
      Object.assign(frame.style, {
        left: `${x0 * zoom - 2}px`, top: `${y0 * zoom - 2}px`, width: `${(x1 - x0) * zoom + 4}px`,
        height: `${(y1 - y0) * zoom + 4}px`,
      });
      return frame;
    }));
    const last = holder.lastElementChild;
    if (!last) return;
    // The page alone is scrolled, so that the tables stay.
    this.into.scrollTop = Math.max(0, last.offsetTop - this.into.clientHeight / 3);
    this.into.scrollLeft = Math.max(0, last.offsetLeft + last.offsetWidth / 2 - this.into.clientWidth / 2);
  },

  // Where a cell stands: its text within the place of its row; the row where that is not found.
  async point(line, column) {
    const place = budgetd.tables.lines.get(line);
    if (!place) return;
    const at = place.line.at ?? [];
    if (this.isText) {
      for (const row of this.into.querySelectorAll(".framed")) row.classList.remove("framed");
      const numbers = at.map((one) => one.line).filter(Boolean);
      for (const number of numbers) this.lines?.[number - 1]?.classList.add("framed");
      const first = this.lines?.[(numbers[0] ?? 1) - 1];
      if (first) this.into.scrollTop = Math.max(0, first.offsetTop - this.into.clientHeight / 3);
      return;
    }
    const boxes = at.filter((one) => one.bbox);
    if (!boxes.length) return;
    const texts = this.printed(place, column);
    for (const one of boxes) {
      if (this.number !== one.page) await this.go(one.page);
      const words = (this.words.get(one.page)?.words ?? []).filter((word) => this.isInside(word.box, one.bbox));
      const found = texts.map((text) => this.matching(words, text, place, column)).find(Boolean);
      if (found || one === boxes[boxes.length - 1]) {
        if (this.number !== (found ? one : boxes[0]).page) await this.go((found ? one : boxes[0]).page);
        this.frames = [{ box: (found ? one : boxes[0]).bbox, kind: "row" }];
        if (found) this.frames.push({ box: found, kind: "cell" });
        this.frame();
        return;
      }
    }
  },

  isInside(box, of) {
    const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    return x >= of[0] - 1 && x <= of[2] + 1 && y >= of[1] - 1 && y <= of[3] + 1;
  },

  // What is printed in the cell, row for row of the grid.
  printed(place, column) {
    const { table, line } = place;
    const index = table.columns.findIndex((one) => one.list === line.list && (column === "name" ? one.type === "name"
      : column === "code" ? one.type === "code" : (one.key ?? one.path.join("/")) === column));
    const texts = [];
    if (index >= 0) {
      for (let row = line.rows[0]; row <= line.rows[1]; row++) {
        const text = budgetd.compact(table.grid[row]?.[index]);
        if (text) texts.push(text);
      }
    }
    return texts;
  },

  // Words that make a text up. Where the same stands twice in a row, the one that has as many equals before it.
  matching(words, text, place, column) {
    const whole = words.filter((word) => budgetd.compact(word.text) === text);
    if (whole.length === 1) return whole[0].box;
    if (whole.length > 1) {
      const row = place.table.grid[place.line.rows[0]] ?? [];
      const index = place.table.columns.findIndex((one) => one.list === place.line.list && (one.key ?? one.path.join("/")) === column);
      const before = row.slice(0, Math.max(0, index)).filter((other) => budgetd.compact(other) === text).length;
      return [...whole].sort((one, other) => one.box[0] - other.box[0])[Math.min(before, whole.length - 1)].box;
    }
    const parts = words.filter((word) => budgetd.compact(word.text).length > 1 && text.includes(budgetd.compact(word.text)));
    if (!parts.length) return null;
    const column0 = parts.filter((part) => part.box[0] < parts[0].box[2] && part.box[2] > parts[0].box[0]);
    return column0.map((part) => part.box).reduce((all, box) =>
      [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])]);
  },

  // The cell that stands where the page was touched.
  touched(event) {
    if (this.isText) {
      const number = Number(event.target.closest(".textline")?.dataset.number);
      for (const { line } of budgetd.tables.lines.values()) {
        if ((line.at ?? []).some((one) => one.line === number)) return budgetd.app.select(line.id, "name");
      }
      return;
    }
    if (!this.drawn) return;
    const frame = this.drawn.sheet.getBoundingClientRect();
    const [x, y] = [(event.clientX - frame.left) / this.drawn.zoom, (event.clientY - frame.top) / this.drawn.zoom];
    const holds = (box) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
    let best = null;
    for (const { line, table } of budgetd.tables.lines.values()) {
      for (const one of line.at ?? []) {
        if (one.page !== this.number || !one.bbox || !holds(one.bbox)) continue;
        const area = (one.bbox[2] - one.bbox[0]) * (one.bbox[3] - one.bbox[1]);
        if (!best || area < best.area) best = { line, table, area };
      }
    }
    if (!best) return;
    const word = (this.words.get(this.number)?.words ?? []).find((one) => holds(one.box));
    const text = budgetd.compact(word?.text ?? "");
    let column = "name";
    for (const one of best.table.columns) {
      const name = one.type === "name" ? "name" : one.type === "code" ? "code" : one.key ?? one.path.join("/");
      const texts = this.printed(best, name);
      if (text && texts.some((printed) => printed === text || (text.length > 1 && printed.includes(text)))) {
        const box = texts.map((printed) => this.matching(this.words.get(this.number).words.filter((other) =>
          this.isInside(other.box, best.line.at.find((at) => at.page === this.number).bbox)), printed, best, name)).find(Boolean);
        column = name;
        if (box && holds(box)) break;
      }
    }
    budgetd.app.select(best.line.id, column);
  },
};
