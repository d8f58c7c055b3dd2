// Opens a book in the reader of `publisher serve` and turns its pages, as a person would.
// node reader.mjs '{"address": "http://…/read.html?book=…", "turns": 3, "folder": "…", "dark": false}' -> JSON.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const asked = JSON.parse(process.argv[2])
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args })
const page = await browser.newPage()
await page.setViewport({ width: asked.width ?? 412, height: 800 })
await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: asked.dark ? 'dark' : 'light' }])
const requests = new Set(), complaints = []
page.on('request', request => requests.add(request.url()))
page.on('console', message => { if (message.type() === 'error') complaints.push(message.text()) })
page.on('pageerror', error => complaints.push(String(error)))

const rest = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
// All that a book's frame says, and whether a script of the book has left its mark anywhere.
const frames = async () => {
    const found = []
    for (const frame of page.frames().slice(1))
        found.push(await frame.evaluate(() => ({ text: document.body?.textContent ?? '', mark: globalThis.mark ?? null })).catch(() => null))
    return found.filter(Boolean)
}

await page.goto(asked.address)
await page.waitForSelector('html[data-open]', { timeout: 30000 })
const opened = await page.$eval('html', one => one.dataset.open === 'yes')
await rest(800)
const places = [await page.$eval('#percent', one => one.textContent)]
const texts = (await frames()).map(one => one.text)
for (let turn = 0; opened && turn < asked.turns; turn++) {
    await (turn % 2 ? page.keyboard.press('ArrowRight') : page.click('#right'))
    await rest(600)
    places.push(await page.$eval('#percent', one => one.textContent))
    texts.push(...(await frames()).map(one => one.text))
}
if (asked.folder) await page.screenshot({ path: path.join(asked.folder, 'reader.png') })
await page.evaluate(axe)
const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'], iframes: false }))
const violations = found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`)
const wide = await page.evaluate(() => document.documentElement.scrollWidth)
let contents = []
if (opened && asked.contents) {
    await page.click('#contents summary')
    contents = await page.$$eval('#contents nav button', all => all.map(one => one.textContent))
    if (asked.folder) await page.screenshot({ path: path.join(asked.folder, 'contents.png') })
    await page.click('#contents nav li:last-child > button')
    await rest(800)
    places.push(await page.$eval('#percent', one => one.textContent))
}
const marks = [await page.evaluate(() => globalThis.mark ?? null), ...(await frames()).map(one => one.mark)]
const title = await page.title()
const said = await page.$eval('#said', one => one.textContent).catch(() => '')
let again = ''
if (asked.again) {
    await page.reload()
    await page.waitForSelector('html[data-open=yes]', { timeout: 20000 })
    await rest(800)
    again = await page.$eval('#percent', one => one.textContent)
}
await browser.close()
console.log(JSON.stringify({ opened, title, said, places, contents, texts, marks, again, violations, wide, requests: [...requests], complaints }))
