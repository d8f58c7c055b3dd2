// Saves posts and waits until a browser shows them: node edits.mjs '{"address": …, "patience": ms, "edits": [{file, line, word}]}'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const LOOKS = 1000 // ms for which a writer looks at a page before a save
const asked = JSON.parse(process.argv[2])
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args, protocolTimeout: asked.patience * 2 })
const page = await browser.newPage()
await page.setViewport({ width: 1200, height: 900 })
const now = () => performance.now() / 1000
const rest = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))

const begun = now()
await page.goto(asked.address)
await page.waitForFunction(() => document.querySelector('.page img'), { polling: 10, timeout: asked.patience })
const first = now() - begun
const idle = () => page.waitForFunction(() => {
    const { number, shown } = document.documentElement.dataset
    return shown && number === shown && !document.querySelector('#state.working')
}, { polling: 20, timeout: asked.patience })
await idle()

// The page of a post on which one of its lines stands, in view; how many pages its chapter has.
const go = (title, line) => page.evaluate(async (title, line) => {
    const link = [...document.querySelectorAll('#lines a')].find(one => one.firstChild.textContent.endsWith(title))
    link?.click()
    const place = Number(link?.dataset.place), next = link?.parentElement.nextElementSibling?.firstChild
    const pages = next ? Number(next.dataset.place) - place : 1
    const sheets = [...document.querySelectorAll('#pages .page')].slice(place, place + pages)
    const begins = async ({ token, number }) => {
        const headers = { 'Content-Type': 'application/json' }, body = JSON.stringify({ token, page: number, y: 0.12 })
        return (await (await fetch('source', { method: 'POST', headers, body })).json()).line ?? 0
    }
    const lines = await Promise.all(sheets.map(begins))
    const here = Math.max(0, lines.findLastIndex(one => one <= line))
    document.querySelector('#pages').scrollTop += sheets[here].getBoundingClientRect().top - sheets[0].getBoundingClientRect().top
    return pages
}, title, line)

// When it is seen that a page is another: its picture is exchanged, and what has changed is marked.
const watch = () => page.evaluate(() => {
    window.seen = 0
    window.watcher?.disconnect()
    window.watcher = new MutationObserver(changes => {
        const isMark = changes.some(one => [...one.addedNodes].some(added => added.className === 'flash'))
        if (isMark && !window.seen) requestAnimationFrame(() => { window.seen ||= Date.now() })
    })
    window.watcher.observe(document.querySelector('#pages'), { childList: true, subtree: true })
})

const edits = []
for (const { file, line, word } of asked.edits) {
    const lines = (await readFile(file, 'utf8')).split('\n')
    const title = lines.find(one => one.startsWith('title:')).slice(6).trim().replace(/^["']|["']$/g, '')
    const pages = await go(title, line + 1)
    await rest(LOOKS)
    await idle()
    lines[line] += word
    const before = await page.evaluate(() => document.documentElement.dataset.shown)
    await watch()
    const from = Date.now()
    await writeFile(file, lines.join('\n'))
    await page.waitForFunction(than => document.documentElement.dataset.shown !== than, { polling: 10, timeout: asked.patience }, before)
    await idle()
    const whole = (Date.now() - from) / 1000, seen = await page.evaluate(() => window.seen)
    edits.push({ seconds: seen ? (seen - from) / 1000 : whole, whole, marked: Boolean(seen), pages, file: path.basename(file) })
}
await browser.close()
console.log(JSON.stringify({ first, edits }))
