// A page of a book without what could act or reach out. The policy of the page stops all of this as well;
// but where a frame is refused, a browser has already knocked at the other host's door.

const GONE = 'script, iframe, frame, object, embed, base, meta[http-equiv], link:not([rel~="stylesheet"])'
const LOADED = ['src', 'srcset', 'poster', 'data', 'background', 'action', 'formaction', 'ping']
const ELSEWHERE = /^\s*(?:[a-z][a-z0-9+.-]*:)?[\\/]{2}/i // with a host in it; blob: and data: have none
const KINDS = ['application/xhtml+xml', 'text/html', 'image/svg+xml']

const attribute = (element, { name, value }) => {
    const short = name.toLowerCase().replace(/^.*:/, '')
    const loads = LOADED.includes(short) || (short === 'href' && !['a', 'area'].includes(element.localName))
    if (short.startsWith('on') || (loads && ELSEWHERE.test(value))) element.removeAttribute(name)
}

// The text of a document of that kind, tamed; what cannot be parsed stays as it is, for the policy to stop.
export const tame = (text, kind) => {
    if (!KINDS.includes(kind) || typeof text !== 'string') return text
    const parsed = new DOMParser().parseFromString(text, kind)
    if (parsed.querySelector('parsererror')) return text
    for (const element of parsed.querySelectorAll(GONE)) element.remove()
    for (const element of parsed.querySelectorAll('*'))
        for (const one of [...element.attributes]) attribute(element, one)
    return new XMLSerializer().serializeToString(parsed)
}
