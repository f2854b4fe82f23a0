// Fetches what a check reads, several at a time, and keeps it until the check is done: whole files, in memory, large ones
// as blobs that the browser may put on disk. What an interrupted check has fetched waits in the Cache API.
import { NOT_FETCHED, NOT_THERE } from './host.mjs'

const AT_ONCE = 8
const BLOB_FROM = 4 << 20 // bytes
const CACHE = 'writ-interrupted-check'

export class Downloads {
  constructor({ onProgress = () => {}, cached = false } = {}) {
    this.kept = new Map() // "source/name" -> Uint8Array, Blob, NOT_THERE or NOT_FETCHED
    this.onProgress = onProgress
    this.cached = cached && typeof caches !== 'undefined'
    this.failed = [] // addresses that could not be fetched
    this.done = 0
    this.total = 0
    this.bytes = 0
    this.fromCache = 0
  }

  /// After a verdict: the next check reads what is published then.
  static forget() {
    return typeof caches === 'undefined' ? Promise.resolve() : caches.delete(CACHE)
  }

  /// `wanted`: [{source, name, url}].
  async fetchAll(wanted) {
    this.total += wanted.length
    this.tell()
    const queue = [...wanted]
    const next = async () => {
      for (let one = queue.shift(); one; one = queue.shift()) await this.fetchOne(one)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, next))
  }

  async fetchOne(one) {
    const { source, name, url } = one
    // After one failure of the network the rest would only fail more slowly.
    const content = this.failed.length > 0 ? NOT_FETCHED : await this.get(url)
    this.kept.set(`${source}/${name}`, content)
    if (content === NOT_THERE && name.includes('.p/')) {
      // A log may delete a partial tile once the full one is there.
      const full = name.slice(0, name.indexOf('.p/'))
      this.kept.set(`${source}/${full}`, await this.get(url.slice(0, url.indexOf('.p/'))))
    }
    if (content === NOT_FETCHED) this.failed.push(url)
    this.done += 1
    this.bytes += content.size ?? content.length ?? 0
    this.tell()
  }

  tell() {
    this.onProgress({ done: this.done, total: this.total, bytes: this.bytes, fromCache: this.fromCache })
  }

  async get(url) {
    try {
      const waiting = this.cached ? await (await caches.open(CACHE)).match(url) : undefined
      if (waiting) this.fromCache += 1
      const response = waiting ?? (await fetch(url, { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' }))
      if (response.status === 404 || response.status === 410) return NOT_THERE
      if (!response.ok) return NOT_FETCHED
      if (this.cached && !waiting) await (await caches.open(CACHE)).put(url, response.clone()).catch(() => {}) // no room: then not
      const blob = await response.blob()
      return blob.size >= BLOB_FROM ? blob : new Uint8Array(await blob.arrayBuffer())
    } catch {
      return NOT_FETCHED
    }
  }

  text(source, name) {
    const content = this.kept.get(`${source}/${name}`)
    return content instanceof Uint8Array ? new TextDecoder().decode(content) : null
  }

  /// As load() of host.mjs reads them.
  files() {
    const at = (source, name) => this.kept.get(`${source}/${name}`) ?? NOT_THERE
    return {
      size: (source, name) => {
        const content = at(source, name)
        return typeof content === 'number' ? content : (content.size ?? content.length)
      },
      read: (source, name, offset, target) => {
        const content = at(source, name)
        const piece =
          content instanceof Uint8Array
            ? content.subarray(offset, offset + target.length)
            : new Uint8Array(new FileReaderSync().readAsArrayBuffer(content.slice(offset, offset + target.length)))
        target.set(piece)
        return piece.length
      },
    }
  }
}
