// node exceljs.cjs FORM TYPED TARGET: the cells as a page or a script would set them, saved by ExcelJS.
const ExcelJS = require("exceljs");
const { readFileSync } = require("fs");
const { valueOf } = require("./typed.cjs");
const [form, typed, target] = process.argv.slice(2);
(async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(form);
  for (const [sheet, ref, text, type] of JSON.parse(readFileSync(typed, "utf8"))) {
    const value = valueOf(text, type);
    book.getWorksheet(sheet).getCell(ref).value = value.formula ? { formula: value.formula } : value.value;
  }
  await book.xlsx.writeFile(target);
})();
