// Walks a catalogue with real OPDS clients, each as its users meet it: navigation, paging, facets, downloads.
// node opds.mjs CLIENT ROOT-ADDRESS -> one JSON object on standard output.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const OPDS = 'http://opds-spec.org/'
const ACQUISITION = OPDS + 'acquisition'
const rels = link => [link.rel ?? []].flat().flatMap(rel => rel.split(/ +/))
const having = (links, rel) => (links ?? []).filter(link => rels(link).includes(rel))

// Every client gives a feed in one form: {title, links, navigation, publications, facets}.
const clients = {
    'opds-feed-parser': async () => {
        const { default: Parser, OPDSFacetLink, OPDSAcquisitionLink } = require('opds-feed-parser')
        return async text => {
            const feed = await new Parser().parse(text)
            const facets = feed.links.filter(link => link instanceof OPDSFacetLink)
            const isBook = entry => entry.links.some(link => link instanceof OPDSAcquisitionLink)
            return {
                title: feed.title,
                total: feed.search?.totalResults,
                links: feed.links,
                navigation: feed.entries.filter(entry => !isBook(entry)).flatMap(entry => entry.links),
                publications: feed.entries.filter(isBook).map(entry => ({
                    id: entry.id, title: entry.title, authors: entry.authors.map(author => author.name), links: entry.links,
                })),
                facets: facets.map(link => ({ ...link, group: link.facetGroup, active: link.activeFacet })),
            }
        }
    },
    'r2-opds-js-1': async () => {
        const base = 'r2-opds-js/dist/es8-es2017/src/opds/'
        const { DOMParser } = require('@xmldom/xmldom')
        const { XML } = require('r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper')
        const { OPDS: Feed } = require(base + 'opds1/opds')
        const globals = require(base + 'init-globals')
        globals.initGlobalConverters_GENERIC()
        globals.initGlobalConverters_OPDS()
        const plain = link => ({ rel: link.Rel, href: link.Href, type: link.Type, title: link.Title })
        return async text => {
            const feed = XML.deserialize(new DOMParser().parseFromString(text, 'text/xml'), Feed)
            const entries = feed.Entries ?? []
            const isBook = entry => entry.Links.some(link => link.Rel.startsWith(ACQUISITION))
            return {
                title: feed.Title,
                total: feed.OpensearchTotalResults,
                links: feed.Links.map(plain),
                navigation: entries.filter(entry => !isBook(entry)).flatMap(entry => entry.Links.map(plain)),
                publications: entries.filter(isBook).map(entry => ({
                    id: entry.Id, title: entry.Title, authors: (entry.Authors ?? []).map(author => author.Name), links: entry.Links.map(plain),
                })),
                facets: feed.Links.filter(link => link.FacetGroup).map(link => (
                    { ...plain(link), group: link.FacetGroup, count: link.ThrCount })),
            }
        }
    },
    'r2-opds-js-2': async () => {
        const base = 'r2-opds-js/dist/es8-es2017/src/opds/'
        const { TaJsonDeserialize } = require('r2-lcp-js/dist/es8-es2017/src/serializable')
        const { OPDSFeed } = require(base + 'opds2/opds2')
        const globals = require(base + 'init-globals')
        globals.initGlobalConverters_GENERIC()
        globals.initGlobalConverters_OPDS()
        const plain = link => ({ rel: link.Rel, href: link.Href, type: link.TypeLink, title: link.Title })
        return async text => {
            const feed = TaJsonDeserialize(JSON.parse(text), OPDSFeed)
            return {
                title: feed.Metadata.Title,
                total: feed.Metadata.NumberOfItems,
                links: feed.Links.map(plain),
                navigation: (feed.Navigation ?? []).map(plain),
                publications: (feed.Publications ?? []).map(book => ({
                    id: book.Metadata.Identifier,
                    title: book.Metadata.Title,
                    authors: (book.Metadata.Author ?? []).map(author => author.Name),
                    links: [...book.Links, ...book.Images.map(image => ({ ...image, Rel: [OPDS + 'image'], Href: image.Href }))].map(plain),
                })),
                facets: (feed.Facets ?? []).flatMap(group => group.Links.map(link => (
                    { ...plain(link), group: group.Metadata.Title, count: link.Properties.NumberOfItems }))),
            }
        }
    },
    // foliate-js lives in a browser: it is given to Chromium, on a page of the catalogue itself.
    'foliate-js': async root => {
        const { default: puppeteer } = await import('puppeteer-core')
        const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
        const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args })
        clients.close = () => browser.close()
        const page = await browser.newPage()
        await page.goto(root)
        const source = await readFile(require.resolve('foliate-js/opds.js'))
        const module = 'data:text/javascript;base64,' + source.toString('base64')
        return text => page.evaluate(async (text, module) => {
            const { getFeed, isOPDSCatalog } = await import(module)
            const feed = getFeed(new DOMParser().parseFromString(text, 'application/xml'))
            const kinds = (feed.navigation ?? []).map(link => isOPDSCatalog(link.type))
            if (kinds.includes(false)) throw new Error('an entry leads to no catalogue')
            return {
                title: feed.metadata.title,
                links: feed.links,
                navigation: feed.navigation ?? [],
                publications: (feed.publications ?? []).map(book => ({
                    id: book.metadata.identifier, title: book.metadata.title,
                    authors: book.metadata.author.map(author => author.name), links: book.links,
                })),
                facets: feed.facets.flatMap(group => group.links.map(link => (
                    { ...link, group: group.metadata.title, count: Number(link.properties.numberOfItems) }))),
            }
        }, text, module)
    },
}

const [name, root] = process.argv.slice(2)
const parse = await clients[name](root)
const feeds = {}, books = {}, downloads = {}, fetched = []

const get = async address => {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(`${answer.status} for ${address}`)
    return answer
}
const kinds = /profile=opds-catalog|application\/opds\+json/

const waiting = [root]
while (waiting.length) {
    const address = waiting.shift()
    if (address in feeds) continue
    const feed = await parse(await (await get(address)).text())
    const at = link => new URL(link.href, address).href
    feeds[address] = {
        title: feed.title,
        total: feed.total,
        books: feed.publications.map(book => book.title),
        next: having(feed.links, 'next').map(at),
        previous: having(feed.links, 'previous').map(at),
        first: having(feed.links, 'first').map(at),
        last: having(feed.links, 'last').map(at),
        up: having(feed.links, 'up').map(at),
        facets: feed.facets.map(facet => ({ group: facet.group, title: facet.title, href: at(facet), count: facet.count, active: facet.active || rels(facet).includes('self') })),
    }
    for (const book of feed.publications) {
        const links = book.links.filter(link => link.href)
        books[book.title] = { authors: book.authors, downloads: links.filter(link => rels(link).some(rel => rel.startsWith(ACQUISITION))).map(link => ({ href: at(link), type: link.type })), images: links.filter(link => rels(link).some(rel => rel.startsWith(OPDS + 'image'))).map(at) }
    }
    waiting.push(...[...feed.navigation, ...having(feed.links, 'next'), ...feed.facets].filter(link => kinds.test(link.type ?? '')).map(at))
}
for (const book of Object.values(books)) {
    for (const { href } of book.downloads) {
        downloads[href] ??= createHash('sha256').update(Buffer.from(await (await get(href)).arrayBuffer())).digest('hex')
    }
    for (const href of book.images) if (!fetched.includes(href)) { await get(href); fetched.push(href) }
}
await clients.close?.()
console.log(JSON.stringify({ feeds, books, downloads, images: fetched.length }))
