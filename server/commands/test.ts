/*
 * `npm test`: types, lint, both builds, then every test; each check counts as one. Ends with `N passed, N failed`.
 * `npm test -- test/shared` runs only the named tests: arguments go to Vitest.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { projectRoot } from './environment.ts'

type Count = { passed: number; failed: number; skipped: number }

const inModules = (path: string) => join('node_modules', ...path.split('/'))
const build = ['--import', 'tsx', join('server', 'commands', 'build.ts'), '--if-changed']

const checks = [
  { name: 'types', args: [inModules('typescript/bin/tsc')] },
  { name: 'lint', args: [inModules('@biomejs/biome/bin/biome'), 'check'] },
  { name: 'build', args: build },
  { name: 'build for Firefox', args: [...build, 'firefox'] },
]

const reportSchema = z.object({
  numTotalTests: z.number(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      status: z.string(),
      name: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

function runChecks(): { name: string; isFine: boolean }[] {
  return checks.map(({ name, args }) => {
    const begun = performance.now()
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: projectRoot,
      encoding: 'utf8',
    })
    const isFine = status === 0
    if (!isFine) console.log(`${stdout}${stderr}`)
    console.log(`${isFine ? '✓' : '✗'} ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`)
    return { name, isFine }
  })
}

function runVitest(args: readonly string[]): Count {
  const folder = mkdtempSync(join(tmpdir(), 'pult-test-'))
  const report = join(folder, 'report.json')
  const { status } = spawnSync(
    process.execPath,
    [
      inModules('vitest/vitest.mjs'),
      'run',
      '--config',
      join('test', 'vitest.config.ts'),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const count = countOf(report)
  rmSync(folder, { recursive: true })
  // An error outside of every test (an unhandled rejection, a broken setup) fails the run as well.
  return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** A file that could not be loaded has no tests in the report and counts as one failure. */
function countOf(report: string): Count {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const { numTotalTests, numPassedTests, numFailedTests, testResults } = reportSchema.parse(content)
  const broken = testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numTotalTests - numPassedTests - numFailedTests,
  }
}

const args = process.argv.slice(2)
const checked = args.length === 0 ? runChecks() : []
const isBuilt = !checked.some(({ name, isFine }) => name === 'build' && !isFine)
if (!isBuilt) console.log('Without a build the end-to-end tests cannot run: only the others follow.')
const tests = runVitest(isBuilt ? args : ['--project', 'unit'])
const failedChecks = checked.filter(({ isFine }) => !isFine)
for (const { name } of failedChecks) console.log(`✗ ${name}`)

const passed = tests.passed + checked.length - failedChecks.length
const failed = tests.failed + failedChecks.length
const ranNothing = tests.passed + tests.failed === 0
if (ranNothing) console.log('No test ran.')
process.exitCode = failed > 0 || ranNothing ? 1 : 0
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`)
