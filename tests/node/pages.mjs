// Looks at pages as people meet them: phone, tablet, desktop, light and dark, without script; axe judges each.
// node pages.mjs '{"pages": [...], "folder": "...", "widths": [...], "download": "selector", "all": false}' -> JSON.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const require = createRequire(import.meta.url)
const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8')
const asked = JSON.parse(process.argv[2])
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args, protocolTimeout: 60_000 })
const page = await browser.newPage()
await page.setJavaScriptEnabled(false)
const requests = new Set(), complaints = []
page.on('request', request => requests.add(request.url()))
page.on('console', message => { if (['error', 'warn'].includes(message.type())) complaints.push(message.text()) })

const looks = []
for (const address of asked.pages) {
    for (const scheme of ['light', 'dark']) {
        for (const width of asked.widths) {
            await page.setViewport({ width, height: 800 })
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
            await page.goto(address, { waitUntil: 'load' })
            const wide = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth))
            const broken = await page.evaluate(() => [...document.images].filter(one => one.loading !== 'lazy' && one.complete && !one.naturalWidth).map(one => one.src))
            const styled = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
            looks.push({ address, scheme, width, wide, broken, styled })
        }
    }
}

// axe needs timers, which a page without script has not; the pages have no script of their own to run.
const violations = {}, [narrow, wide] = [asked.widths[0], asked.widths.at(-1)]
const judged = [['light', narrow], ['dark', wide], ...asked.all ? [['light', wide], ['dark', narrow]] : []]
await page.setJavaScriptEnabled(true)
for (const address of asked.pages) {
    for (const [scheme, width] of judged) {
        await page.setViewport({ width, height: 800 })
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
        await page.goto(address, { waitUntil: 'load' })
        await page.evaluate(axe)
        const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
        violations[`${address} ${scheme} ${width}`] = found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).slice(0, 3).join(' ')}`)
    }
}
await page.setJavaScriptEnabled(false)
await page.goto(asked.pages.at(-1), { waitUntil: 'load' })

let download = null
if (asked.download) {
    const client = await browser.target().createCDPSession()
    await client.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: asked.folder, eventsEnabled: true })
    let name
    client.on('Browser.downloadWillBegin', event => { name = event.suggestedFilename })
    const done = new Promise(resolve => client.on('Browser.downloadProgress', event => { if (event.state === 'completed') resolve() }))
    await page.click(asked.download)
    await done
    download = { name, sha256: createHash('sha256').update(await readFile(path.join(asked.folder, name))).digest('hex') }
}
await browser.close()
console.log(JSON.stringify({ looks, violations, requests: [...requests], complaints, download }))
