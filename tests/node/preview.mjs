// Opens the preview as a writer would, and does what it is asked: an action a line, what it gives, in JSON.
// node preview.mjs '{"address": "http://…/", "width": 1200, "dark": false, "do": [["wait"], ["shot", "a.png"]]}'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import puppeteer from 'puppeteer-core'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const asked = JSON.parse(process.argv[2])
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args })
const page = await browser.newPage()
await page.setViewport({ width: asked.width ?? 1200, height: asked.height ?? 800 })
if (asked.dark) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
const requests = new Set(), complaints = []
page.on('request', request => requests.add(new URL(request.url()).origin))
page.on('console', message => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()) })
page.on('pageerror', error => complaints.push(String(error)))

// Until the pages in view are those of an edition that is newer than `than`, and nothing is being made.
const wait = (than = 0) => page.waitForFunction(than => {
    const { number, shown } = document.documentElement.dataset
    return Number(number) > than && shown === number && !document.querySelector('#state.working')
}, { timeout: 60000, polling: 20 }, than)
const number = () => page.evaluate(() => Number(document.documentElement.dataset.number ?? 0))

const ACTS = {
    wait,
    number,
    shot: name => page.screenshot({ path: name }).then(() => name),
    click: selector => page.click(selector),
    press: key => page.keyboard.press(key),
    // With the mouse, from the middle of one element to that of another, or a little below it.
    drag: async (from, to, below = 0) => {
        const middle = async selector => {
            const { x, y, width, height } = await (await page.$(selector)).boundingBox()
            return { x: x + width / 3, y: y + height / 2 }
        }
        const [begin, end] = [await middle(from), await middle(to)]
        await page.setDragInterception(true)
        await page.mouse.dragAndDrop(begin, { x: end.x, y: end.y + below }, { delay: 200 })
    },
    focus: selector => page.focus(selector),
    type: (selector, text) => page.type(selector, text),
    choose: (selector, value) => page.select(selector, value),
    text: selector => page.$$eval(selector, all => all.map(one => one.textContent)),
    value: selector => page.$eval(selector, one => one.value),
    see: script => page.evaluate(script),
    rest: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
    axe: async () => {
        await page.evaluate(axe)
        const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'], iframes: false }))
        return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`)
    },
    // A file is written anew, and the edition that shows it is waited for.
    save: async (file, text) => {
        const before = await number()
        await writeFile(file, text)
        await wait(before)
    },
}
const gave = []
try {
    await page.goto(asked.address)
    for (const [act, ...given] of asked.do) gave.push(await ACTS[act](...given) ?? null)
} finally {
    await browser.close()
}
const left = gave.map(one => typeof one === 'object' && one && !Array.isArray(one) && one.constructor !== Object ? null : one)
console.log(JSON.stringify({ gave: left, complaints, requests: [...requests] }))
