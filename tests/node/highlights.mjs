// Where each paragraph of one edition stands in the next one, by the CFIs that foliate-js makes of a whole book.
// node highlights.mjs '{"reader": "…/reader/foliate", "books": ["old.epub", "new.epub"]}' -> JSON: [[page, before, after]].
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const asked = JSON.parse(process.argv[2])
const files = new Map([['/', '<!doctype html>'], ['/0.epub', await readFile(asked.books[0])], ['/1.epub', await readFile(asked.books[1])]])
const server = http.createServer(async ({ url }, response) => {
    response.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : 'text/html')
    const found = files.get(url) ?? await readFile(path.join(asked.reader, path.normalize(url))).catch(() => null)
    response.writeHead(found === null ? 404 : 200).end(found)
}).listen(0, '127.0.0.1')
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args })
const page = await browser.newPage()
await page.goto(`http://127.0.0.1:${server.address().port}/`)
const found = await page.evaluate(async () => {
    await import('/view.js')
    const [old, anew] = await Promise.all(['0.epub', '1.epub'].map(async name => {
        const view = document.createElement('foliate-view')
        await view.open(new File([await (await fetch(name)).blob()], name))
        const pages = await Promise.all(view.book.sections.map(section => section.createDocument()))
        return { view, pages }
    }))
    const moved = cfi => {
        try {
            const { index, anchor } = anew.view.resolveCFI(cfi)
            return anchor(anew.pages[index]).toString()
        } catch { return '' } // it leads nowhere
    }
    return old.pages.flatMap((one, index) => [...one.querySelectorAll('p, li')].map(block => {
        const texts = [], walker = one.createTreeWalker(block, NodeFilter.SHOW_TEXT)
        while (walker.nextNode()) texts.push(walker.currentNode)
        if (!block.textContent.trim()) return null
        const range = one.createRange()
        range.setStart(texts[0], 0)
        range.setEnd(texts.at(-1), texts.at(-1).length)
        return [old.view.book.sections[index].id, range.toString(), moved(old.view.getCFI(index, range))]
    }).filter(Boolean))
})
await browser.close()
server.close()
console.log(JSON.stringify(found))
