// How soon Vivliostyle's preview shows an edit: node peers.mjs '{"address": …, "patience": ms, "file": …, "words": […]}'
import { readFile, writeFile } from 'node:fs/promises'
import puppeteer from 'puppeteer-core'

const asked = JSON.parse(process.argv[2])
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args, protocolTimeout: asked.patience * 2 })
const page = await browser.newPage()
await page.setViewport({ width: 1200, height: 900 })
const seen = async word => {
    const end = Date.now() + asked.patience
    while (Date.now() < end) {
        const found = await page.evaluate(word => document.body.innerText.includes(word), word).catch(() => false) // it is loaded anew
        if (found) return
        await new Promise(resolve => setTimeout(resolve, 10))
    }
    throw new Error(`${word} is not seen`)
}
const rest = () => new Promise(resolve => setTimeout(resolve, asked.rest))

const begun = Date.now()
await page.goto(asked.address)
await seen(asked.first)
const first = (Date.now() - begun) / 1000
const seconds = []
for (const word of asked.words) {
    await rest()
    const text = await readFile(asked.file, 'utf8'), from = Date.now()
    await writeFile(asked.file, text.replace(asked.first, `${word} ${asked.first}`))
    await seen(word)
    seconds.push((Date.now() - from) / 1000)
}
await browser.close()
console.log(JSON.stringify({ first, seconds }))
