import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  cacheDir: 'node_modules/.vite',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{shared,server,extension,architecture}/**/*.test.{ts,tsx}'],
          // Before Dexie is loaded, which looks for IndexedDB once.
          setupFiles: ['fake-indexeddb/auto', './test/properties.ts'],
          testTimeout: 20_000,
          // By default a machine of two cores gets one: half of the time a test waits for Chromium.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
