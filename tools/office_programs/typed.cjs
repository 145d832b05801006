// What a script makes of a text: a number, a day or a formula where it surely is one, otherwise the text.
exports.valueOf = (text, type) => {
  if (text.startsWith("=")) return { formula: text.slice(1) };
  const written = type === "text" || type === "longtext";
  if (!written && /^\d+([.]\d{1,2})?$/.test(text)) return { value: Number(text) };
  if (!written && /^\d{4}-\d\d-\d\d$/.test(text)) return { value: new Date(`${text}T00:00:00Z`) };
  return { value: text };
};
