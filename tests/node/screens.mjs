// Looks at books' pages as a reading app shows them: each width, light and dark, one browser for all.
// node screens.mjs ASKED.json -> JSON. Asked: {"books": {name: {"folder": "…", "pages": ["EPUB/a.xhtml"],
// "widths": [360]}}, "schemes": ["light", "dark"], "size": 100, "pixels": "img.math", "shots": "folder or nothing"}
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const asked = JSON.parse(await readFile(process.argv[2], 'utf8'))
const look = await readFile(new URL('look.js', import.meta.url), 'utf8')
const kinds = { xhtml: 'application/xhtml+xml', css: 'text/css', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', otf: 'font/otf', ttf: 'font/ttf' }
const server = createServer(async (request, answer) => {
    const [, book, ...rest] = decodeURIComponent(new URL(request.url, 'http://here').pathname).split('/')
    try {
        const data = await readFile(path.join(asked.books[book].folder, ...rest))
        answer.writeHead(200, { 'content-type': kinds[rest.at(-1).split('.').at(-1)] ?? 'application/octet-stream' })
        answer.end(data)
    } catch {
        answer.writeHead(404)
        answer.end()
    }
})
await new Promise(ready => server.listen(0, '127.0.0.1', ready))
const root = `http://127.0.0.1:${server.address().port}`
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args, protocolTimeout: 60_000 })
const page = await browser.newPage()
// As foliate-js has it; Thorium, Apple Books and Readest do the like in ways of their own.
const app = `html { color-scheme: light dark; font-size: ${asked.size}% }`
const seen = [], pixels = []
for (const [book, { pages, widths }] of Object.entries(asked.books)) {
    for (const name of pages) {
        await page.setViewport({ width: widths[0], height: 800 })
        await page.goto(`${root}/${book}/${name}`, { waitUntil: 'load' })
        const error = await page.evaluate(() => document.querySelector('parsererror') !== null)
        const styled = await page.evaluate(() => document.styleSheets.length)
        await page.addStyleTag({ content: app })
        await page.addScriptTag({ content: look })
        for (const scheme of asked.schemes) {
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
            for (const width of widths) {
                await page.setViewport({ width, height: 800 })
                const found = await page.evaluate(column => globalThis.look({ column }), width)
                seen.push({ book, page: name, scheme, width, error, styled, ...found })
                if (asked.shots) await page.screenshot({ path: path.join(asked.shots, `${book}-${path.basename(name, '.xhtml')}-${scheme}-${width}.png`), fullPage: true })
            }
            for (const image of await page.$$(asked.pixels)) {
                const [png, src] = [await image.screenshot({ encoding: 'base64' }), await image.evaluate(one => one.getAttribute('src'))]
                pixels.push({ book, page: name, scheme, src, png })
            }
        }
    }
}
await browser.close()
server.close()
console.log(JSON.stringify({ seen, pixels }))
