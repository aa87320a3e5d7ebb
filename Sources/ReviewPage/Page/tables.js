"use strict";
// The tables of a release, a visual row for the lines of a printed one. A table is built when it comes near.
budgetd.tables = {
  show(release, into) {
    this.release = release;
    this.lines = new Map();
    this.builders = new Map();
    this.rest = new Map();
    this.checks = new Map();
    for (const table of release.tables) for (const line of table.lines) this.lines.set(line.id, { line, table });
    for (const check of release.checks) {
      for (const operand of check.operands) {
        const key = `${operand.line} ${operand.column}`;
        if (!this.checks.has(key)) this.checks.set(key, []);
        this.checks.get(key).push(check);
      }
    }
    this.doubted = new Map();
    for (const finding of release.findings) {
      if (!finding.line || finding.settled || finding.severity === "info") continue;
      if (!this.doubted.has(finding.line)) this.doubted.set(finding.line, []);
      this.doubted.get(finding.line).push(finding);
    }
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) this.build(entry.target.dataset.table);
    }, { root: into, rootMargin: "800px" });
    into.replaceChildren(...release.tables.map((table) => {
      const section = this.section(table);
      observer.observe(section);
      return section;
    }));
    if (!release.tables.length) into.replaceChildren(budgetd.make("p", { class: "quiet" }, "–"));
  },

  section(table) {
    const { make, say } = budgetd;
    const proof = table.proof ?? { amounts: 0, proven: 0 };
    const body = make("div", { class: "scroll body" });
    body.style.minHeight = `${Math.min(20000, 28 * (table.lines.length + 1))}px`;
    this.builders.set(table.id, () => {
      body.style.minHeight = "";
      body.replaceChildren(this.table(table));
    });
    return make(
      "section", { class: "table", id: table.id, data: { table: table.id }, "aria-label": table.title || table.form },
      make("h2", {}, make("span", { class: "quiet" }, table.id + " "),
        make("button", { class: "plain", data: { edit: "title", table: table.id } }, table.title || "–"),
        table.unit ? make("button", { class: "plain quiet", data: { edit: "unit", table: table.id } }, `（${table.unit}）`)
          : make("button", { class: "plain doubt", data: { edit: "unit", table: table.id } }, `（${say("money")}?）`)),
      make("p", { class: "quiet" },
        make("button", { class: "plain quiet", data: { edit: "form", table: table.id } }, table.form),
        ` · ${say("proof")} ${proof.proven}/${proof.amounts} · `,
        (table.pages ?? []).map((page) => make("button", { class: "plain", data: { page } }, `${say("page")} ${page}`))),
      body, (table.notes ?? []).map((note) => make("p", { class: "quiet" }, note)));
  },

  build(id) {
    this.builders.get(id)?.();
    this.builders.delete(id);
  },

  // Lines that stand side by side in one printed row are one visual row.
  rows(table) {
    const rows = [];
    const byRow = new Map();
    for (const line of table.lines) {
      const place = byRow.get(line.row);
      if (place && !place.some((other) => other.list === line.list)) {
        place.push(line);
      } else {
        const row = [line];
        byRow.set(line.row, row);
        rows.push(row);
      }
    }
    return rows;
  },

  table(table) {
    const { make } = budgetd;
    if (table.lines.some((line) => line.fields?.length)) return this.form(table);
    const columns = table.columns;
    const extra = new Set();
    for (const line of table.lines) {
      if (line.goal && !columns.some((column) => column.key === "goal")) extra.add("goal");
      if (line.indicators.length && !columns.some((column) => column.key === "indicators")) extra.add("indicators");
    }
    const depth = this.depths(table);
    return make(
      "table", { class: "data" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "quiet" }, "#"),
        columns.map((column, index) => make(
          "th", { scope: "col", class: column.type === "amount" ? "number" : null, title: column.path.join(" / ") },
          make("button", { class: "plain", data: { edit: `heading.${index}`, table: table.id } },
            column.path[column.path.length - 1] ?? "–"))),
        [...extra].map((name) => make("th", { scope: "col" }, name)))),
      this.body(table, (lines) => make(
        "tr", { data: { line: lines[0].id }, class: lines.some((line) => this.doubted.has(line.id)) ? "doubted" : null },
        make("th", { scope: "row", class: "quiet" }, lines.map((line) => line.id.split(".").pop()).join(" ")),
        columns.map((column) => this.cell(table, column, lines.find((line) => line.list === column.list), depth)),
        [...extra].map((name) => make("td", { class: "long" }, name === "goal" ? lines[0].goal : this.indicators(lines[0]))))));
  },

  // The rows of a table: those that are seen first at once, the others while nothing else is to be done.
  body(table, row) {
    const body = budgetd.make("tbody");
    const rows = this.rows(table);
    let built = 0;
    const add = (count) => {
      body.append(...rows.slice(built, built + count).map(row));
      built += count;
      if (built >= rows.length) this.rest.delete(table.id);
    };
    this.rest.set(table.id, () => add(rows.length));
    add(120);
    const goOn = () => {
      if (!this.rest.has(table.id) || !body.isConnected) return;
      add(200);
      setTimeout(goOn, 20);
    };
    setTimeout(goOn, 200);
    return body;
  },

  depths(table) {
    const depth = new Map();
    for (const line of table.lines) depth.set(line.id, line.parent ? (depth.get(line.parent) ?? 0) + 1 : 0);
    return depth;
  },

  indicators(line) {
    return line.indicators.map((indicator) => [
      indicator.level1?.label, indicator.level2?.label, indicator.level3, indicator.annual_target,
    ].filter(Boolean).join(" · ")).join("\n");
  },

  cell(table, column, line, depth) {
    const { make, say } = budgetd;
    if (!line) return make("td");
    const field = column.key ?? column.path.join("/");
    const data = { line: line.id, column: field };
    const corrected = line.repairs.find((repair) => repair.kind === "corrected" && repair.field === field);
    if (column.type === "amount") {
      const amount = line.amounts[field];
      const isProven = (line.proven ?? []).includes(field);
      const checks = this.checks.get(`${line.id} ${field}`) ?? [];
      const isBroken = checks.some((check) => check.outcome === "broken" && check.operands[0].line === line.id
        && check.operands[0].column === field);
      const state = amount === null || amount === undefined ? "" : isBroken ? "broken" : isProven ? "proven" : "unproven";
      return make(
        "td", {
          class: `number ${state} ${corrected ? "corrected" : ""}`, tabindex: -1, data,
          title: corrected ? `${say("was")} ${corrected.from[0] || say("empty")} · ${corrected.by}` : null,
        }, this.shown(table, column, line, amount));
    }
    let text = "";
    if (column.type === "name") text = line.name;
    else if (column.type === "code") {
      const first = table.columns.find((other) => other.type === "code" && other.list === column.list);
      text = first === column ? line.code : "";
    } else if (field === "goal") text = line.goal;
    else if (field === "indicators") text = this.indicators(line);
    else text = line.values?.[field] ?? line[field] ?? "";
    const cell = make(
      "td", { class: `${column.type} ${corrected ? "corrected" : ""}`, tabindex: -1, data: { line: line.id, column: column.type === "name" ? "name" : column.type === "code" ? "code" : field } },
      text ?? "");
    if (column.type === "name") cell.style.paddingInlineStart = `${0.4 + (depth.get(line.id) ?? 0) * 0.9}em`;
    return cell;
  },

  // As it is printed, where that is this amount: with its decimals.
  shown(table, column, line, amount) {
    const index = table.columns.indexOf(column);
    for (let row = line.rows[0]; row <= line.rows[1]; row++) {
      const printed = budgetd.compact(table.grid[row]?.[index]);
      if (printed && /^-?[\d,]+(\.\d+)?$/.test(printed) && Number(printed.replaceAll(",", "")) === Number(amount)) {
        return budgetd.amount(printed.replaceAll(",", ""));
      }
    }
    return budgetd.amount(amount);
  },

  // A form of one project or office: what stands beside its labels.
  form(table) {
    const { make } = budgetd;
    const items = [];
    for (const line of table.lines) {
      items.push(make("dt", {}, make("b", {}, "·")), make("dd", { tabindex: -1, data: { line: line.id, column: "name" } }, line.name));
      for (const [key, amount] of Object.entries(line.amounts)) {
        const isProven = (line.proven ?? []).includes(key);
        items.push(make("dt", {}, key), make("dd", {
          tabindex: -1, class: `number ${isProven ? "proven" : "unproven"}`, data: { line: line.id, column: key },
        }, budgetd.amount(amount)));
      }
      for (const field of line.fields ?? []) {
        items.push(make("dt", {}, field.path.join(" / ")), make("dd", { data: { line: line.id, column: "" } }, field.text));
      }
      if (line.indicators.length) items.push(make("dt", {}, "指标"), make("dd", { class: "long" }, this.indicators(line)));
    }
    return make("dl", { class: "form" }, items);
  },

  // The cell of a line's column, built if it is not yet.
  find(line, column) {
    const place = this.lines.get(line);
    if (!place) return null;
    this.build(place.table.id);
    this.rest.get(place.table.id)?.();
    const section = document.getElementById(place.table.id);
    const cells = [...section.querySelectorAll("[data-line][data-column]")].filter((cell) => cell.dataset.line === line);
    return cells.find((cell) => cell.dataset.column === column) ?? cells.find((cell) => cell.dataset.column === "name")
      ?? cells[0] ?? section;
  },
};

// With its thousands apart; exact, as it stands in the data.
budgetd.amount = function (amount) {
  if (amount === null || amount === undefined) return "";
  const [whole, part] = String(amount).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
};
