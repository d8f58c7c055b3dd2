// What pdf.js (Firefox's viewer) makes of a PDF.
// node pdfjs.mjs FILE FOLDER DPI PAGE…: pages drawn to FOLDER/PAGE.png (to none for ""), their texts as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const [file, folder, dpi, ...numbers] = process.argv.slice(2);
const near = (name) => fileURLToPath(new URL(`${name}/`, import.meta.resolve("pdfjs-dist/package.json")));
const pdf = await getDocument({
  data: new Uint8Array(readFileSync(file)),
  cMapUrl: near("cmaps"),
  standardFontDataUrl: near("standard_fonts"),
  wasmUrl: near("wasm"),
}).promise;

async function draw(page, number) {
  const viewport = page.getViewport({ scale: dpi / 72 });
  const size = [viewport.width, viewport.height].map(Math.ceil);
  const { canvas, context } = pdf.canvasFactory.create(...size);
  await page.render({ canvas, canvasContext: context, viewport }).promise;
  writeFileSync(`${folder}/${number}.png`, canvas.toBuffer("image/png"));
}

const texts = {};
for (const number of numbers.map(Number)) {
  const page = await pdf.getPage(number);
  if (folder) await draw(page, number);
  const { items } = await page.getTextContent();
  texts[number] = items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("");
}
process.stdout.write(JSON.stringify(texts));
