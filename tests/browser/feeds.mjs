// 28: Atom by the rules of RFC 4287 (numbers of its sections in what is said) and JSON Feed 1.1, read by the browser's XML
// and JSON parsers from the server, and every entry followed to its page.
import assert from 'node:assert/strict'

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const ABSOLUTE_IRI = /^[a-z][a-z0-9+.-]*:\S+$/i

/// An Atom document as plain values: elements of the Atom namespace by name, with text and attributes.
const parsed = (page, text) =>
  page.evaluate((xml) => {
    const document = new DOMParser().parseFromString(xml, 'application/xml')
    if (document.querySelector('parsererror')) return null
    const plain = (element) => ({
      name: element.namespaceURI === 'http://www.w3.org/2005/Atom' ? element.localName : element.nodeName,
      text: element.children.length ? '' : element.textContent,
      attributes: Object.fromEntries([...element.attributes].map((one) => [one.name, one.value])),
      children: [...element.children].map(plain),
    })
    return plain(document.documentElement)
  }, text)

const all = (element, name) => element.children.filter((one) => one.name === name)
const one = (element, name) => {
  assert.equal(all(element, name).length, 1, `4.1: exactly one ${name}`)
  return all(element, name)[0]
}

/// What a feed and an entry share (4.1.1, 4.1.2): one absolute id, one title, one time.
function assertIdentified(element) {
  assert.match(one(element, 'id').text, ABSOLUTE_IRI, '4.2.6')
  assert.match(one(element, 'updated').text, RFC3339, '3.3')
  assert.notEqual(one(element, 'title').text, '')
}

/// Returns the entries as [id, title, address].
export async function assertAtom(page, url) {
  const response = await fetch(url)
  assert.equal(response.status, 200, url)
  assert.match(response.headers.get('content-type'), /^application\/atom\+xml/)
  const feed = await parsed(page, await response.text())
  assert.equal(feed?.name, 'feed', 'well-formed XML whose root is an atom:feed')
  assertIdentified(feed)
  assert.notEqual(one(one(feed, 'author'), 'name').text, '', '4.1.1: an author for all entries')
  const own = all(feed, 'link').filter((link) => link.attributes.rel === 'self')
  assert.deepEqual(own.map((link) => new URL(link.attributes.href, url).href), [url], '4.1.1: the feed names itself')
  const entries = all(feed, 'entry')
  assert.equal(new Set(entries.map((entry) => one(entry, 'id').text)).size, entries.length, '4.2.6: ids are unique')
  for (const entry of entries) {
    assertIdentified(entry)
    assert.equal(all(entry, 'link').filter((link) => (link.attributes.rel ?? 'alternate') === 'alternate').length, 1, '4.1.2')
  }
  const newest = entries.map((entry) => one(entry, 'updated').text).sort().at(-1)
  if (newest) assert.equal(one(feed, 'updated').text, newest)
  return entries.map((entry) => [one(entry, 'id').text, one(entry, 'title').text, new URL(one(entry, 'link').attributes.href, url).href])
}

/// Its addresses are whole and of the site's public address, which stands before `url`'s path. Returns the items as [id,
/// title, address on the server that was asked].
export async function assertJsonFeed(url, publicUrl) {
  const { origin, pathname } = new URL(url)
  const here = (address) => {
    assert.ok(address.startsWith(publicUrl), `${address} is below ${publicUrl}`)
    return `${origin}/${address.slice(publicUrl.length)}`
  }
  const response = await fetch(url)
  assert.equal(response.status, 200, url)
  assert.equal(response.headers.get('content-type'), 'application/feed+json')
  const feed = await response.json()
  assert.equal(feed.version, 'https://jsonfeed.org/version/1.1')
  for (const name of ['title', 'home_page_url', 'feed_url', 'language']) assert.ok(typeof feed[name] === 'string' && feed[name], name)
  assert.equal(feed.feed_url, publicUrl + pathname.slice(1))
  here(feed.home_page_url)
  for (const item of feed.items) {
    for (const name of ['id', 'title', 'url', 'content_text']) assert.ok(typeof item[name] === 'string' && item[name], name)
    assert.match(item.date_published, RFC3339)
  }
  return feed.items.map((item) => [item.id, item.title, here(item.url)])
}

/// The page is there, and so is the place in it.
export async function assertLeadsSomewhere(address) {
  const response = await fetch(address)
  assert.equal(response.status, 200, address)
  const fragment = new URL(address).hash.slice(1)
  if (fragment) assert.ok((await response.text()).includes(`id="${fragment}"`), address)
}
