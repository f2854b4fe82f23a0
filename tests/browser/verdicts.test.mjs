// The verifier of the page and the native one say the same, word for word: on every published vector, on the headline
// deployment, and of every signature of C2SP's and wycheproof's sets. No browser: the module runs in Node.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { CHECK, ROOT, WRIT, moduleOf, scratch } from './support.mjs'

const { load, NOT_THERE } = await moduleOf('web/verify/host.mjs')
const { verifies } = await moduleOf('web/verify/ed25519.mjs')
const module = await WebAssembly.compile(fs.readFileSync(path.join(ROOT, 'build/wasm/verify.wasm')))
const vectors = path.join(ROOT, 'docs/vectors')
const index = JSON.parse(fs.readFileSync(path.join(vectors, 'index.json')))
const now = Math.floor(Date.now() / 1000)

/// Sources 0, 1, ... from folders.
function folders(list) {
  const at = (source, name) => path.join(list[source], name)
  return {
    size: (source, name) => (fs.existsSync(at(source, name)) ? fs.statSync(at(source, name)).size : NOT_THERE),
    read: (source, name, offset, target) => {
      const file = fs.openSync(at(source, name))
      const got = fs.readSync(file, target, 0, target.length, offset)
      fs.closeSync(file)
      return got
    },
  }
}

const native = (...args) => JSON.parse(spawnSync(WRIT, [...args, '--json'], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout)

async function inWasm(root, bundles, all) {
  const verifier = await load(module, folders([path.join(root, 'log'), ...bundles.map((one) => path.join(root, one))]))
  return verifier.verify({ policy: fs.readFileSync(path.join(root, 'policy.txt'), 'utf8'), bundles: bundles.length, all, now })
}

const inWords = (answer) => ['verified', 'fails', 'not checked'][answer]

test('every vector of a log gets the same verdict from both verifiers', async (t) => {
  for (const of of index.logs) {
    await t.test(`${of.folder}: ${of.what}`, async () => {
      const root = path.join(scratch(), 'laid')
      fs.cpSync(path.join(vectors, 'valid'), root, { recursive: true })
      if (of.folder !== 'valid') fs.cpSync(path.join(vectors, of.folder), root, { recursive: true })
      const found = await inWasm(root, of.bundles, false)
      assert.deepEqual(found, native('verify', ...of.bundles.map((one) => path.join(root, one)), '--log', path.join(root, 'log'), '--policy', path.join(root, 'policy.txt')))
      assert.equal(found.answer, inWords(of.exit))
      if (of.rule) assert.equal(found.rules[of.rule], 'no')
      fs.rmSync(root, { recursive: true })
    })
  }
})

test('every receipt of the vectors gets the same statements from both', async (t) => {
  for (const of of index.receipts) {
    await t.test(of.folder, async () => {
      const folder = path.join(vectors, of.folder)
      const verifier = await load(module, folders([folder]))
      const found = verifier.receipt({ policy: fs.readFileSync(path.join(folder, 'policy.txt'), 'utf8') })
      assert.deepEqual(found, native('receipt', 'check', folder, '--policy', path.join(folder, 'policy.txt')))
      assert.equal(found.answer, inWords(of.exit))
    })
  }
})

test('the headline year verifies in both with the same totals', async () => {
  const bundles = fs.readdirSync(path.join(CHECK, 'bundles')).sort().map((one) => `bundles/${one}`)
  const found = await inWasm(CHECK, bundles, true)
  assert.deepEqual(found, native('verify', ...bundles.map((one) => path.join(CHECK, one)), '--log', path.join(CHECK, 'log'), '--policy', path.join(CHECK, 'policy.txt'), '--all'))
  assert.equal(found.answer, 'verified')
  const us = (name) => found.periods.map((period) => period.totals[name].US)
  assert.deepEqual(us('fulfilled'), [14, 886])
  assert.deepEqual(us('users_affected'), [108, 2145])
})

function signatures(set) {
  const lines = fs.readFileSync(path.join(ROOT, 'tests/crypto/ed25519_vectors.txt'), 'utf8').split('\n')
  const bytes = (word) => new Uint8Array(Buffer.from(word === '-' ? '' : word, 'base64'))
  return lines.filter((line) => line.startsWith(`${set} `)).map((line) => {
    const [, key, signature, message, last = ''] = line.split(' ')
    const text = message === '-' ? 'ed25519vectors' : `ed25519vectors ${message}`
    return { key: bytes(key), signature: bytes(signature), message: set === 'cctv' ? new TextEncoder().encode(text) : bytes(message), last }
  })
}

test("of C2SP's 914 edge cases the page takes exactly those that libsodium takes", () => {
  const all = signatures('cctv')
  assert.equal(all.length, 914)
  for (const { key, signature, message, last } of all) assert.equal(verifies(key, message, signature), !/[ARNMdk]/.test(last), last)
})

test("wycheproof's 151 signatures are judged in the page as it says", () => {
  const all = signatures('wycheproof')
  assert.equal(all.length, 151)
  for (const { key, signature, message, last } of all) assert.equal(signature.length === 64 && verifies(key, message, signature), last === 'valid', last)
})

test('the page proves a row of the report from the proof that a notified user is given', async () => {
  const folder = path.join(CHECK, 'receipts/WR-2024-00001/disclosure-1')
  const policy = fs.readFileSync(path.join(CHECK, 'policy.txt'), 'utf8')
  const bundles = fs.readdirSync(path.join(CHECK, 'bundles')).map((one) => path.join(CHECK, 'bundles', one))
  const verifier = await load(module, folders(['/', ...bundles]))
  const proof = fs.readFileSync(path.join(folder, 'receipt.tlog-proof'), 'utf8')
  const answerOf = (verdict, start) => verdict.statements.find((one) => one.name.startsWith(start))
  const found = verifier.notice({ policy, proof, bundles: bundles.length })
  assert.equal(found.answer, 'verified', JSON.stringify(found))
  assert.match(answerOf(found, 'the row is a disclosure').why, /^data given: .+; users counted in it: \d+$/)
  assert.equal(answerOf(found, 'the row is about you').answer, 'not checked')
  const shifted = proof.replace(/^index (\d+)$/m, (_, n) => `index ${Number(n) + 1}`)
  assert.equal(verifier.notice({ policy, proof: shifted, bundles: bundles.length }).answer, 'fails')
  assert.equal(verifier.notice({ policy, proof, bundles: 0 }).answer, 'not checked')
})
