// Where words of one edition's page stand in the next one's, by the CFIs that foliate-js makes.
// node cfi.mjs '{"reader": "…/reader/foliate", "pages": [["old.xhtml", "new.xhtml"]]}' -> JSON: [[before, after]].
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const asked = JSON.parse(process.argv[2])
const server = http.createServer(async (request, response) => {
    const isModule = request.url.endsWith('.js')
    response.setHeader('content-type', isModule ? 'text/javascript' : 'text/html')
    response.end(!isModule ? '<!doctype html>' : await readFile(path.join(asked.reader, path.basename(request.url))))
}).listen(0, '127.0.0.1')
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args })
const page = await browser.newPage()
await page.goto(`http://127.0.0.1:${server.address().port}/`)
const found = []
for (const [old, anew] of asked.pages) {
    const [before, after] = await Promise.all([readFile(old, 'utf8'), readFile(anew, 'utf8')])
    found.push(...await page.evaluate(async (before, after) => {
        const CFI = await import('/epubcfi.js')
        const [one, other] = [before, after].map(text => new DOMParser().parseFromString(text, 'application/xhtml+xml'))
        return [...one.querySelectorAll('section p')].filter(p => !p.closest('header') && p.firstChild?.nodeType === 3).map(p => {
            const range = one.createRange()
            range.setStart(p.firstChild, 0)
            range.setEnd(p.firstChild, p.firstChild.length)
            let said = ''
            try { said = CFI.toRange(other, CFI.parse(CFI.fromRange(range))).toString() } catch { /* it leads nowhere */ }
            return [range.toString(), said]
        })
    }, before, after))
}
await browser.close()
server.close()
console.log(JSON.stringify(found))
