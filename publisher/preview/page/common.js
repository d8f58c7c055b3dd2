// What all parts of the page use.

export const $ = id => document.getElementById(id)
export const words = JSON.parse(document.documentElement.dataset.words)
export const pageNamed = label => words.page_n.replace('{n}', label)
export const make = (name, options = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), options)
    made.append(...inside)
    return made
}
export const post = (where, said) =>
    fetch(where, { method: 'POST', body: JSON.stringify(said), headers: { 'Content-Type': 'application/json' } })

let saying = 0
export const say = text => {
    $('toast').textContent = text
    clearTimeout(saying)
    saying = setTimeout(() => { $('toast').textContent = '' }, 4000)
}
// What the server says of a post that it has opened, or that the browser shall open.
export const open = ({ path, line, link }) => {
    if (path) say(`${path}:${line}`)
    if (link) location.href = link
}
