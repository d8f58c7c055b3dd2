// The reader: foliate-js shows the book, this opens it and turns its pages.
// A book is untrusted. Its scripts do not run, and it loads nothing from elsewhere: the page's
// Content-Security-Policy holds in the frames, too, that foliate-js makes of it (see reading.py).

import './foliate/view.js'
import { tame } from './tame.js'

const $ = id => document.getElementById(id)
const name = new URLSearchParams(location.search).get('book') ?? ''
const address = `book/${encodeURIComponent(name)}`
const kept = `publisher-reader:${name}`
const SMALLEST = 70, LARGEST = 220, STEP = 10 // per cent

const css = size => `
    html { font-size: ${size}% !important; color-scheme: light dark; }
    @media (prefers-color-scheme: dark) { a:link { color: lightblue; } }
    pre { white-space: pre-wrap !important; }
`

const remembered = () => {
    try { return JSON.parse(localStorage.getItem(kept)) ?? {} } catch { return {} }
}
const remember = more => {
    try { localStorage.setItem(kept, JSON.stringify({ ...remembered(), ...more })) } catch { /* private window */ }
}

const text = said => typeof said === 'string' ? said : Object.values(said ?? {})[0] ?? ''

const list = (items, go) => {
    const made = document.createElement('ol')
    for (const { label, href, subitems } of items) {
        const item = made.appendChild(document.createElement('li'))
        const button = item.appendChild(document.createElement('button'))
        button.type = 'button'
        button.textContent = label
        button.addEventListener('click', () => go(href))
        if (subitems?.length) item.append(list(subitems, go))
    }
    return made
}

const open = async () => {
    $('back').href = `${address}.html`
    const answer = await fetch(`${address}.epub`)
    if (!answer.ok) throw new Error(`${answer.status}`)
    const view = document.createElement('foliate-view')
    await view.open(new File([await answer.blob()], `${name}.epub`))
    view.book.transformTarget?.addEventListener('data', ({ detail }) => {
        detail.data = Promise.resolve(detail.data).then(data => tame(data, detail.type))
    })
    return view
}

const turn = (view, event) => {
    if (event.key === 'ArrowLeft') view.goLeft()
    else if (event.key === 'ArrowRight') view.goRight()
    else if (event.key === 'PageUp') view.prev()
    else if (event.key === 'PageDown' || event.key === ' ') view.next()
    else return
    event.preventDefault()
}

const show = async view => {
    const { book } = view
    $('said').remove()
    $('book').append(view)
    $('title').textContent = document.title = text(book.metadata?.title) || name
    let size = remembered().size ?? 100
    const resize = step => {
        size = Math.min(LARGEST, Math.max(SMALLEST, size + step))
        view.renderer.setStyles?.(css(size))
        remember({ size })
    }
    const go = href => {
        $('contents').open = false
        view.goTo(href).catch(console.error)
    }
    $('contents').querySelector('nav').append(list(book.toc ?? [], go))
    $('smaller').addEventListener('click', () => resize(-STEP))
    $('larger').addEventListener('click', () => resize(STEP))
    $('left').addEventListener('click', () => view.goLeft())
    $('right').addEventListener('click', () => view.goRight())
    $('place').dir = book.dir ?? 'ltr'
    $('place').addEventListener('input', () => view.goToFraction(Number($('place').value)))
    document.addEventListener('keydown', event => event.target === $('place') || turn(view, event))
    view.addEventListener('load', ({ detail }) => {
        detail.doc.addEventListener('keydown', event => turn(view, event))
    })
    view.addEventListener('external-link', event => {
        event.preventDefault()
        window.open(event.detail.href, '_blank', 'noopener,noreferrer')
    })
    view.addEventListener('relocate', ({ detail }) => {
        $('place').value = detail.fraction
        $('percent').textContent = `${Math.round(detail.fraction * 100)}%`
        remember({ cfi: detail.cfi })
    })
    resize(0)
    await view.init({ lastLocation: remembered().cfi, showTextStart: true })
    document.documentElement.dataset.open = 'yes'
}

open().then(show).catch(error => {
    console.error(error)
    document.documentElement.dataset.open = 'no'
    const said = $('said') ?? $('book').appendChild(document.createElement('p'))
    said.id = 'said'
    said.textContent = said.dataset.failed ?? String(error)
})
