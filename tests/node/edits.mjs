// Saves posts and waits until a browser shows them: node edits.mjs '{"address": …, "patience": ms, "edits": [{file, line, word}]}'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const asked = JSON.parse(process.argv[2])
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args, protocolTimeout: asked.patience * 2 })
const page = await browser.newPage()
await page.setViewport({ width: 1200, height: 900 })
const now = () => performance.now() / 1000

const begun = now()
await page.goto(asked.address)
await page.waitForFunction(() => document.querySelector('.page img'), { polling: 10, timeout: asked.patience })
const first = now() - begun
await page.waitForFunction(() => document.documentElement.dataset.shown && !document.querySelector('#state.working'), { timeout: asked.patience })

// The chapter of a post, by its title, in view; how many pages it has.
const go = title => page.evaluate(title => {
    const link = [...document.querySelectorAll('#lines a')].find(one => one.firstChild.textContent.endsWith(title))
    link?.click()
    const place = Number(link?.dataset.place), next = link?.parentElement.nextElementSibling?.firstChild
    return next ? Number(next.dataset.place) - place : 0
}, title)
const idle = () => page.waitForFunction(() => !document.querySelector('#state.working'), { polling: 20, timeout: asked.patience })

const edits = []
for (const { file, line, word } of asked.edits) {
    const lines = (await readFile(file, 'utf8')).split('\n')
    const title = lines.find(one => one.startsWith('title:')).slice(6).trim().replace(/^["']|["']$/g, '')
    const pages = await go(title)
    await new Promise(resolve => setTimeout(resolve, 400))
    await idle()
    lines[line] += word
    const before = await page.evaluate(() => Number(document.documentElement.dataset.shown))
    const shown = page.waitForFunction(than => Number(document.documentElement.dataset.shown) > than, { polling: 4, timeout: asked.patience }, before)
    const from = now()
    await writeFile(file, lines.join('\n'))
    await shown
    edits.push({ seconds: now() - from, pages, file: path.basename(file) })
}
await browser.close()
console.log(JSON.stringify({ first, edits }))
