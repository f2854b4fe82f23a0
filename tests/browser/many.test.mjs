// 11: the desk with 10,000 open cases, by its bench (bench/desk.mjs); `./test --full` only, since it takes a minute.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import test from 'node:test'
import { FULL, ROOT } from './support.mjs'

test('11: with 10,000 open cases a page of the desk stays small, has 50 rows, and a list is frozen as it was shown', { skip: !FULL }, () => {
  const done = spawnSync('node', [path.join(ROOT, 'bench/desk.mjs'), '10000'], { encoding: 'utf8' })
  console.log(done.stdout.trim().split('\n').map((line) => `# ${line}`).join('\n'))
  assert.equal(done.status, 0, done.stdout + done.stderr)
})
