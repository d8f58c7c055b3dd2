// Turns through a book in the reader of `publisher serve`, section by section, light and dark.
// node foliate.mjs '{"address": "http://…/read.html?book=…", "width": 390, "schemes": ["dark"]}' -> JSON.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const asked = JSON.parse(process.argv[2])
const look = await readFile(new URL('look.js', import.meta.url), 'utf8')
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args, protocolTimeout: 60_000 })
const page = await browser.newPage()
await page.setBypassCSP(true) // for look.js alone
const seen = []
for (const scheme of asked.schemes) {
    await page.setViewport({ width: asked.width, height: 800 })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.goto(asked.address)
    await page.waitForSelector('html[data-open=yes]', { timeout: 30000 })
    const sections = await page.evaluate(() => document.querySelector('foliate-view').book.sections.map(one => one.id))
    for (const [index, id] of sections.entries()) {
        await page.evaluate(index => document.querySelector('foliate-view').goTo(index), index)
        await new Promise(resolve => setTimeout(resolve, 200))
        for (const frame of page.frames().slice(1)) {
            const found = await frame.evaluate(`(() => { ${look}
                const { columnWidth, columnGap, height } = getComputedStyle(document.documentElement)
                const column = parseFloat(columnWidth), gap = parseFloat(columnGap)
                return { column, gap, height, ...globalThis.look({ column, pitch: column + gap, height: innerHeight }) } })()`)
            seen.push({ page: id, scheme, width: asked.width, ...found })
            if (asked.shots) await page.screenshot({ path: path.join(asked.shots, `foliate-${path.basename(id, '.xhtml')}-${scheme}.png`) })
        }
    }
}
await browser.close()
console.log(JSON.stringify({ seen }))
