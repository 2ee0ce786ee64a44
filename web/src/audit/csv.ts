// CSV that spreadsheets open rightly and that carries no formula, as the server writes it: UTF-8 with its mark, lines ended by CR LF.
const FORMULA = /^[=+\-@\t\r]/;

const cell = (text: string) => {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

export const csvOf = (rows: string[][]) => `\uFEFF${rows.map((row) => row.map(cell).join()).join("\r\n")}\r\n`;
