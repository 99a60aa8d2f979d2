/* `npm run channels:check`, as somebody runs it on the day a site has changed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ensureBuilt, projectRoot } from './support/built.ts'

const reportSchema = z.array(
  z.strictObject({
    file: z.string(),
    url: z.string(),
    channel: z.string().nullable(),
    adapter: z.string().nullable(),
    items: z.array(
      z.looseObject({
        key: z.string(),
        url: z.string().nullable(),
        kind: z.enum(['post', 'comment', 'message']),
        author: z.strictObject({
          name: z.string().nullable(),
          url: z.string().nullable(),
          id: z.string().nullable(),
        }),
        publishedAt: z.string().nullable(),
        publishedText: z.string().nullable(),
        precision: z.string(),
        text: z.string(),
        parentKey: z.string().nullable(),
        photos: z.array(z.string()),
        missing: z.array(z.string()),
      }),
    ),
    problems: z.array(z.string()),
  }),
)

function run(args: readonly string[], from = projectRoot) {
  return spawnSync(
    process.execPath,
    [join(projectRoot, 'server', 'bootstrap.mjs'), 'channels:check', ...args],
    {
      cwd: from,
      env: { ...process.env, INIT_CWD: from, NODE_ENV: '' },
      encoding: 'utf8',
    },
  )
}

const read = (args: readonly string[], from?: string) => {
  const { stdout, stderr, status } = run([...args, '--json'], from)
  expect(status, stderr).toBe(0)
  return reportSchema.parse(JSON.parse(stdout))
}

/** «Нет воды» in windows-1251; the page's meta says UTF-8. */
const oldPage = Buffer.concat([
  Buffer.from(
    '<!DOCTYPE html><meta charset="utf-8"><div id="post-7_9" class="post" data-post-id="-7_9" data-testid="post"><a class="author" href="/id5" data-from-id="5">',
  ),
  Buffer.from([0xc2, 0xe5, 0xf0, 0xe0]),
  Buffer.from('</a><div class="wall_post_text">'),
  Buffer.from([0xcd, 0xe5, 0xf2, 0x20, 0xe2, 0xee, 0xe4, 0xfb]),
  Buffer.from('</div></div>'),
])

describe('channels:check', () => {
  let folder: string
  beforeAll(() => {
    ensureBuilt()
    folder = mkdtempSync(join(tmpdir(), 'pult-pages-'))
    writeFileSync(join(folder, 'old.html'), oldPage)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('reads a folder by its INDEX.tsv with the built extension', () => {
    const reports = read([join('test', 'pages', 'vk')])
    expect(reports.length).toBeGreaterThan(3)
    const post = reports.find(({ file }) => file === 'post-server-2022.html')
    expect(post).toMatchObject({ channel: 'vk', url: 'https://vk.com/wall-212000050_101?from=search' })
    expect(post?.items.map(({ key }) => key)).toContain('vk:-212000050:101:202')
  })

  it('takes a file from where the person stands, with its address', () => {
    const [report] = read(['old.html', '--url', 'https://vk.com/wall-7_9'], folder)
    expect(report).toMatchObject({ file: 'old.html', channel: 'vk' })
    expect(report?.items).toMatchObject([{ key: 'vk:-7:9', text: 'Нет воды', author: { name: 'Вера' } }])
  })

  it('takes the address of a reported page from its first line', () => {
    const reported = Buffer.concat([
      Buffer.from('<!-- served_as_url: https://vk.com/wall-7_9 -->\n'),
      oldPage,
    ])
    writeFileSync(join(folder, 'reported.html'), reported)
    const [report] = read(['reported.html'], folder)
    expect(report).toMatchObject({ channel: 'vk', url: 'https://vk.com/wall-7_9' })
    expect(report?.items).toMatchObject([{ key: 'vk:-7:9' }])
  })

  it('says that no adapter reads an address, and does not fall', () => {
    const [report] = read(['old.html', '--url', 'https://example.org/news'], folder)
    expect(report).toMatchObject({ channel: null, adapter: null, items: [] })
    expect(report?.problems).toEqual([expect.stringContaining('этот адрес расширение не читает')])
  })

  it.each([
    ['a file that is not there', ['nothing.html'], /Нет такого файла/u],
    ['a file of unknown address', ['old.html'], /добавьте --url/u],
    ['an address that is none', ['old.html', '--url', 'vk'], /Это не адрес/u],
    ['no file at all', [], /Нужен один файл/u],
  ])('says what to do about %s and ends with 2', (_what, args, words) => {
    const { status, stderr, stdout } = run(args, folder)
    expect(stderr).toMatch(words)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})
