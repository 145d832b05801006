// node sheetjs.cjs FORM TYPED TARGET: the cells as a page or a script would set them, saved by SheetJS (npm: xlsx).
const XLSX = require("xlsx");
const { readFileSync } = require("fs");
const { valueOf } = require("./typed.cjs");
const [form, typed, target] = process.argv.slice(2);
const book = XLSX.readFile(form, { cellStyles: true, cellNF: true });
for (const [sheet, ref, text, type] of JSON.parse(readFileSync(typed, "utf8"))) {
  const value = valueOf(text, type);
  const cell = (book.Sheets[sheet][ref] = { z: (book.Sheets[sheet][ref] || {}).z });
  if (value.formula) Object.assign(cell, { t: "n", f: value.formula });
  else if (value.value instanceof Date) Object.assign(cell, { t: "d", v: value.value });
  else Object.assign(cell, { t: typeof value.value === "number" ? "n" : "s", v: value.value });
}
XLSX.writeFile(book, target, { compression: true });
